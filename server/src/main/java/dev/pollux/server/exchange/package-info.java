/** What stations that ask each other have in common, whatever it is about. */
@NullMarked
package dev.pollux.server.exchange;

import org.jspecify.annotations.NullMarked;
