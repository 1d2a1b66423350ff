package dev.pollux.server.redundancy.loop;

import dev.pollux.server.redundancy.Ability;
import dev.pollux.server.redundancy.link.LinkFacts;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the loop asks the station before each decision, on its own thread; must not block.
 *
 * @param ability of this station
 * @param clients number of client sessions
 * @param devicesLost devices that this station leads with and has lacked for long
 * @param links what is known of a link of this id
 * @param witness of the set
 */
public record Senses(
        Supplier<Ability> ability,
        IntSupplier clients,
        Supplier<List<String>> devicesLost,
        Function<String, LinkFacts> links,
        Witness witness) {}
