package dev.pollux.server.redundancy.loop;

import dev.pollux.server.message.Messages;
import dev.pollux.server.redundancy.Ability;
import dev.pollux.server.redundancy.CommandRules;
import dev.pollux.server.redundancy.CommandRules.Grounds;
import dev.pollux.server.redundancy.Decision;
import dev.pollux.server.redundancy.Decision.RequestAnswer;
import dev.pollux.server.redundancy.LinkView;
import dev.pollux.server.redundancy.PairCore;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.ServiceLevel;
import dev.pollux.server.redundancy.ServiceLevelRules;
import dev.pollux.server.redundancy.Standing;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.SwitchoverRequest;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.WitnessView;
import dev.pollux.server.redundancy.link.LinkFacts;
import dev.pollux.server.redundancy.link.StationStatus;
import dev.pollux.server.redundancy.loop.PairSnapshot.LinkStatus;
import dev.pollux.server.redundancy.loop.PairSnapshot.Partner;
import dev.pollux.server.redundancy.loop.PairSnapshot.PartnerStation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that owns the {@link PairCore}: takes what links, devices and operators bring, decides at once and at
 * least every {@link #TICK}, and publishes a {@link PairSnapshot} after each step that changed anything. All public
 * methods may be called from any thread and return at once.
 */
public final class RedundancyLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedundancyLoop.class);
    /** Longest distance of two decisions. */
    public static final Duration TICK = Duration.ofMillis(50);

    private static final int QUEUE_MAX = 1_000;

    private final PairCore core;
    private final ServiceLevelRules levels;
    private final Senses senses;
    private final StatusTemplate template;
    private final Effects effects;
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>(QUEUE_MAX);
    private final Thread thread;
    private volatile long startNanos = System.nanoTime(); // set once more by start()
    private final PairRecorder recorder;
    private final CommandRules commands;

    // Owned by the thread.
    private Optional<String> defect = Optional.empty();
    private ServiceLevel serviceLevel = ServiceLevel.of(1, "starting");
    private boolean stopping;
    // Written by the thread after each decision, read by whoever is about to act.
    private volatile Standing standing;
    private volatile boolean closed; // set by close(), read by the thread
    private volatile long beat = System.nanoTime(); // written by the thread, read by who watches it

    /**
     * A loop that does not run yet.
     *
     * @param core owned by this loop from now on
     * @param levels what ServiceLevel is made of
     * @param senses asked before each decision
     * @param template what is constant in this station's status
     * @param effects what to do with the outcome
     * @param messages for operators
     */
    public RedundancyLoop(
            PairCore core,
            ServiceLevelRules levels,
            Senses senses,
            StatusTemplate template,
            Effects effects,
            Messages messages) {
        this.core = core;
        this.levels = levels;
        this.senses = senses;
        this.template = template;
        this.effects = effects;
        recorder = new PairRecorder(effects, messages);
        standing = new Standing(core.state().role(), 0, Duration.ZERO, Duration.ZERO, false, Optional.empty(), false);
        commands = core.commands();
        thread = new Thread(this::run, "pollux-redundancy");
        thread.setDaemon(true);
    }

    /** Begins to decide. */
    public void start() {
        startNanos = System.nanoTime();
        thread.start();
    }

    /**
     * Takes a partner's exchange and gives the own status made after deciding on it.
     *
     * @param link id of the own link that it came over
     */
    public CompletionStage<StationStatus> heard(String link, StationStatus status) {
        return ask(() -> {
            if (!core.knows(link)) {
                throw new IllegalArgumentException("the partner calls over a link named " + status.link()
                        + ", which this station does not have: give links the same names in both station files");
            }
            core.heard(link, uptime(), status.report());
            recorder.partner(status, Optional.empty());
            decide(Optional.empty());
            return status(status.link());
        });
    }

    /**
     * Takes the partner's answer to an own exchange.
     *
     * @param link id of the link that it came over
     * @param sentNanos {@link System#nanoTime()} before the own status of that exchange was asked for
     * @param status the answer
     * @param clockOffset partner's wall clock minus the own, if it was measured
     */
    public void answered(String link, long sentNanos, StationStatus status, Optional<Duration> clockOffset) {
        tell(() -> {
            core.answered(link, uptimeOf(sentNanos), uptime(), status.report());
            recorder.partner(status, clockOffset);
            decide(Optional.empty());
        });
    }

    /** Takes the news that nobody listens at the other end of a link. */
    public void refused(String link) {
        tell(() -> {
            core.refused(link, uptime());
            decide(Optional.empty());
        });
    }

    /** Takes the news that a connection to the other end of a link was accepted. */
    public void accepted(String link) {
        tell(() -> core.accepted(link));
    }

    /** Takes the news that nothing came back from the other end of a link. */
    public void silent(String link) {
        tell(() -> core.silent(link));
    }

    /** The own status to send over a link now. */
    public CompletionStage<StationStatus> statusFor(String link) {
        return ask(() -> status(link));
    }

    /** An operator's wish. The answer says whether the switchover has begun, or why not. */
    public CompletionStage<RequestAnswer> request(SwitchoverRequest request) {
        return ask(() -> decide(Optional.of(request)).orElseThrow());
    }

    /** The thread's last sign of life, as monotonic nanoseconds; one at least every {@link #TICK} unless stuck. */
    public long beat() {
        return beat;
    }

    /** The own role now. */
    public CompletionStage<RoleState> role() {
        return ask(() -> core.state().role());
    }

    /** The witness's lease was got, lost or released, by whomever: decide now, not at the next tick. */
    public void witnessChanged() {
        tell(() -> decide(Optional.empty()));
    }

    /**
     * Whether this station may act as Master at this moment: the fence before everything that only a Master may do.
     * False as soon as the last decision is too old to be acted on, as after the process was suspended. From any
     * thread, without waiting; ask again before each action.
     */
    public boolean mayAct() {
        return uptime().compareTo(standing.leadsUntil()) < 0;
    }

    /** Whether the last decision is fresh; if not, this process was suspended and one comes soon. From any thread. */
    public boolean fresh() {
        return commands.fresh(standing, uptime());
    }

    /** Uptime of the last decision. From any thread. */
    public Duration decided() {
        return standing.decided();
    }

    /** On what this station may command devices now; empty: it must not. From any thread, without waiting. */
    public Optional<Grounds> grounds() {
        return commands.grounds(standing, uptime());
    }

    /** Whether what was taken on these grounds may go out at this moment. From any thread, without waiting. */
    public boolean hold(Grounds taken) {
        return commands.hold(taken, standing, uptime());
    }

    /** Devices have connected or gone: decide now, not at the next tick. */
    public void devicesChanged() {
        tell(() -> decide(Optional.empty()));
    }

    /** The station's own software is defective; only a restart mends that. */
    public void defect(String what) {
        tell(() -> {
            if (defect.isEmpty()) {
                LOG.error("Defect: {}", what);
                defect = Optional.of(what);
            }
            decide(Optional.empty());
        });
    }

    /** From now on the level is 0 and the partner hears that this runtime stops. Done when the returned stage is. */
    public CompletionStage<Boolean> stopRuntime() {
        return ask(() -> {
            stopping = true;
            core.stopRuntime();
            decide(Optional.empty());
            effects.nudgeLinks();
            return true;
        });
    }

    /** Ends the thread. Waits at most a second. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                Runnable next = inbox.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                } else {
                    decide(Optional.empty());
                }
                // One that fails each time gives no sign of life either.
                beat = System.nanoTime();
            } catch (InterruptedException e) {
                return; // closed
            } catch (Throwable e) {
                // Errors too: a loop that ended in silence would leave a Master for ever. A broken rule must not leave
                // a Master that no longer decides: step down, go on serving.
                boolean news = defect.isEmpty();
                defect = Optional.of("internal redundancy error: " + e);
                if (news) {
                    LOG.error("Internal redundancy error", e);
                    recorder.broke(e);
                }
            }
        }
    }

    private Optional<RequestAnswer> decide(Optional<SwitchoverRequest> request) {
        Duration uptime = uptime();
        StationState before = core.state();
        follow(before.role(), uptime);
        Ability able = ability();
        WitnessView witness = senses.witness().view(this::uptimeOf);
        Decision decision = core.decide(uptime, able.validation(), able.defect(), witness, request);
        StationState after = decision.next();
        // Before the lease is released: nothing may be done any more when another station can get it.
        standing = core.standing(decision, uptime);
        senses.witness().want(decision.wantsLease(), after.term());
        Partner partner = follow(after.role(), uptime);
        if (after.role() != before.role()) {
            // Another role has other devices: what is shown of the new one must not rest on the old one's.
            able = ability();
        }
        serviceLevel = levels.level(
                after,
                able,
                stopping,
                partner.view(),
                partner.station().map(PartnerStation::serviceLevel).orElse(0));
        recorder.decided(before, decision, uptime);
        if (after.term() != before.term()) {
            effects.storeTerm(after.term());
        }
        recorder.publish(snapshot(uptime, able.validation()));
        if (after.role() != before.role() || !after.handover().equals(before.handover()) || newTerm(before, after)) {
            effects.nudgeLinks();
        }
        return decision.answer();
    }

    /** A Master may act with a new term when the others have heard it. */
    private static boolean newTerm(StationState before, StationState after) {
        return after.role() == RoleState.MASTER && after.term() != before.term();
    }

    private Partner follow(RoleState role, Duration uptime) {
        Partner foremost = PairSnapshot.foremost(partners(uptime));
        effects.follow(role, foremost.view(), foremost.station());
        return foremost;
    }

    private List<Partner> partners(Duration uptime) {
        return core.partners(uptime).stream().map(recorder::partner).toList();
    }

    private Ability ability() {
        return senses.ability().get().defective(defect);
    }

    private PairSnapshot snapshot(Duration uptime, Validation own) {
        return new PairSnapshot(
                core.state(),
                own,
                serviceLevel,
                senses.clients().getAsInt(),
                partners(uptime),
                core.links(uptime, (link, at) -> LinkStatus.of(link, at, core.failAfter(), facts(link))),
                core.witness().text(),
                !stopping,
                recorder.history());
    }

    private LinkFacts facts(LinkView link) {
        return senses.links().apply(link.name());
    }

    private StationStatus status(String link) {
        return template.status(
                link,
                core.report(),
                serviceLevel.value(),
                senses.clients().getAsInt(),
                senses.devicesLost().get());
    }

    private Duration uptime() {
        return uptimeOf(System.nanoTime());
    }

    private Duration uptimeOf(long nanos) {
        return Duration.ofNanos(nanos - startNanos);
    }

    private void tell(Runnable action) {
        // A full inbox means that the thread hangs; its sign of life is missing then. Dropping keeps callers alive.
        if (!inbox.offer(action)) {
            LOG.warn("The redundancy loop does not keep up; an input was dropped");
        }
    }

    private <T> CompletionStage<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean taken = inbox.offer(() -> {
            try {
                answer.complete(question.get());
            } catch (IllegalArgumentException e) {
                answer.completeExceptionally(e); // The asker's mistake.
            } catch (Throwable e) {
                answer.completeExceptionally(e);
                throw e;
            }
        });
        if (!taken || closed) {
            answer.completeExceptionally(new RejectedExecutionException("the redundancy loop does not answer"));
        }
        return answer;
    }
}
