package dev.pollux.server;

import dev.pollux.server.redundancy.Decision.RequestAnswer;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.SwitchoverRequest;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.space.system.RoleRequest;
import dev.pollux.server.tag.Quality;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes operators' wishes about the Master role and answers with what became of them: Good only once the roles have
 * really changed. Thread-safe.
 */
final class RoleDesk implements RoleRequest {
    private static final Logger LOG = LoggerFactory.getLogger(RoleDesk.class);
    private static final Quality BAD_INVALID_ARGUMENT = new Quality(0x80AB0000);

    private record Wish(Predicate<PairSnapshot> fulfilled, CompletableFuture<Outcome> outcome) {}

    private final String self;
    private final List<String> stations;
    private final Duration limit;
    private final Set<Wish> wishes = ConcurrentHashMap.newKeySet();
    private final RedundancyLoop loop;

    /**
     * A desk that nobody stands behind yet.
     *
     * @param self name of this station
     * @param stations names of the set
     * @param limit after which a begun switchover counts as failed
     */
    RoleDesk(String self, List<String> stations, Duration limit, RedundancyLoop loop) {
        this.self = self;
        this.stations = List.copyOf(stations);
        this.limit = limit;
        this.loop = loop;
    }

    @Override
    public CompletionStage<Outcome> requestMaster(boolean master, String user) {
        return request(master ? SwitchoverRequest.LEAD : SwitchoverRequest.YIELD, user);
    }

    @Override
    public CompletionStage<Outcome> switchover(String targetStation, String user) {
        if (targetStation.isEmpty()) {
            return loop.role()
                    .thenCompose(role ->
                            request(role == RoleState.MASTER ? SwitchoverRequest.YIELD : SwitchoverRequest.LEAD, user));
        }
        if (!stations.contains(targetStation)) {
            return CompletableFuture.completedFuture(new Outcome(
                    BAD_INVALID_ARGUMENT, "refused: no station " + targetStation + " in this set " + stations));
        }
        return request(
                targetStation.equals(self) ? SwitchoverRequest.LEAD : SwitchoverRequest.yieldTo(targetStation), user);
    }

    /** Tells the desk that something changed. On the loop's thread. */
    void changed(PairSnapshot now) {
        for (Wish wish : wishes) {
            if (wish.fulfilled().test(now)) {
                wish.outcome().complete(new Outcome(Quality.GOOD, "done: the roles have changed"));
            }
        }
    }

    private CompletionStage<Outcome> request(SwitchoverRequest request, String user) {
        LOG.info("'{}' asks this station to {}", user, request.equals(SwitchoverRequest.LEAD) ? "lead" : "yield");
        Wish wish = new Wish(fulfilment(request), new CompletableFuture<>());
        wishes.add(wish);
        CompletableFuture<Outcome> outcome = wish.outcome()
                .completeOnTimeout(
                        new Outcome(
                                Quality.BAD_TIMEOUT,
                                "the partner did not take part within " + limit.toMillis()
                                        + " ms; the roles are as before"),
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS);
        loop.request(request).whenComplete((answer, fault) -> {
            if (fault != null) {
                outcome.completeExceptionally(fault);
            } else {
                answered(answer, outcome);
            }
        });
        return outcome.whenComplete((done, fault) -> wishes.remove(wish));
    }

    private static void answered(RequestAnswer answer, CompletableFuture<Outcome> outcome) {
        if (!answer.accepted()) {
            outcome.complete(new Outcome(Quality.BAD_INVALID_STATE, answer.text()));
        } else if (!answer.begun()) {
            outcome.complete(new Outcome(Quality.GOOD, answer.text()));
        }
    }

    private static Predicate<PairSnapshot> fulfilment(SwitchoverRequest request) {
        return request.equals(SwitchoverRequest.LEAD)
                ? now -> now.state().role() == RoleState.MASTER
                        && now.masterAmongPartners().isEmpty()
                : now -> now.state().role() != RoleState.MASTER
                        && now.masterAmongPartners().isPresent();
    }
}
