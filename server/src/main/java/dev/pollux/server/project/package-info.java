/** The configuration: files to checked records, all faults at once. The records are pure. */
@NullMarked
package dev.pollux.server.project;

import org.jspecify.annotations.NullMarked;
