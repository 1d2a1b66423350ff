/**
 * The embedded archive on RocksDB, and what another adapter needs of RocksDB beside its own database: a store with
 * group commit, and coverage, modifications and annotations. Types of RocksDB do not leave this package and its
 * users' adapters.
 */
@NullMarked
package dev.pollux.archive.rocks;

import org.jspecify.annotations.NullMarked;
