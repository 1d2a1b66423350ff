package dev.pollux.failover;

import dev.pollux.failover.link.Link;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows which members the client likes to use. Owned by the loop. */
final class PreferenceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PreferenceWatch.class);

    private final Preference preference;
    private final MasterLookup lookup;
    private final Executor loop;
    private Optional<String> master = Optional.empty();
    private boolean answered;

    PreferenceWatch(Preference preference, MasterLookup lookup, Executor loop) {
        this.preference = preference;
        this.lookup = lookup;
        this.loop = loop;
        this.answered = !needsMaster();
    }

    private boolean needsMaster() {
        return preference.kind() == Preference.Kind.MASTER || preference.kind() == Preference.Kind.STANDBY;
    }

    /** Whether the first choice need wait no longer for the lookup. */
    boolean resolved() {
        return answered;
    }

    boolean prefers(Member member) {
        return switch (preference.kind()) {
            case NONE -> false;
            case STATION -> preference.station().filter(member::named).isPresent();
            case MASTER -> master.filter(member::named).isPresent();
            case STANDBY -> member.identified() && master.isPresent() && !member.named(master.get());
        };
    }

    /** Asks a connected member for the default master, if that matters. */
    void ask(Link link) {
        if (!needsMaster()) {
            return;
        }
        CompletableFuture<Optional<String>> answer;
        try {
            answer = lookup.defaultMaster(link.client());
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        var unused = answer.whenCompleteAsync(
                (name, failure) -> {
                    if (failure != null) {
                        LOG.warn("{}: the default master cannot be looked up", link.uri(), failure);
                    } else if (name.isPresent() && !name.equals(master)) {
                        LOG.info("{}: the default master is {}", link.uri(), name.get());
                        master = name;
                    } else if (name.isEmpty() && !answered) {
                        LOG.info("{} does not know a default master, preference {} waits", link.uri(), preference);
                    }
                    answered = true;
                },
                loop);
    }
}
