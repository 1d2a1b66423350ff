/**
 * Benchmarks beside peers, and the long-running archive test. Each measure runs in a JVM of its own, so that none warms
 * or burdens another; what it finds are rows of one table in Markdown.
 */
@NullMarked
package dev.pollux.bench;

import org.jspecify.annotations.NullMarked;
