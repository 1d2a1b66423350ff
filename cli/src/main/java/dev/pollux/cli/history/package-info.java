/**
 * History on the client's side: times as operators write them, files of archived values, pages of OPC UA history,
 * plots. All but the classes that talk to a station or a file are pure.
 */
@NullMarked
package dev.pollux.cli.history;

import org.jspecify.annotations.NullMarked;
