/** A small simulated water works behind a real Modbus TCP server: the demo's plant and the tests' field. */
@NullMarked
package dev.pollux.plant;

import org.jspecify.annotations.NullMarked;
