package dev.pollux.server.redundancy.loop;

import dev.pollux.server.redundancy.Ability;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the loop asks the station before each decision, on its own thread; must not block.
 *
 * @param ability of this station
 * @param clients number of client sessions
 * @param devicesLost devices that this station leads with and has lacked for long
 * @param witness of the set
 */
public record Senses(
        Supplier<Ability> ability, IntSupplier clients, Supplier<List<String>> devicesLost, Witness witness) {}
