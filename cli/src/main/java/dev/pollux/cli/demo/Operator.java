package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Child.Life;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.SwitchoverCall;
import dev.pollux.cli.pair.ValueText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/** Carries out actions on the cast and says what must become of them. Used by one thread. */
final class Operator {
    private static final Duration SWITCHOVER_MAX = Duration.ofSeconds(10);

    private final Cast cast;
    private final PairEyes eyes;
    private final Traffic traffic;
    private final GapLedger ledger;
    private final EventLog events;
    private final ExecutorService background;

    /**
     * An operator.
     *
     * @param cast the processes
     * @param eyes see the pair and have sessions with it
     * @param traffic writes
     * @param ledger is told when nothing can be received
     * @param events where actions and their answers go
     * @param background for calls that take their time
     */
    Operator(Cast cast, PairEyes eyes, Traffic traffic, GapLedger ledger, EventLog events, ExecutorService background) {
        this.cast = cast;
        this.eyes = eyes;
        this.traffic = traffic;
        this.ledger = ledger;
        this.events = events;
        this.background = background;
    }

    /**
     * Does something.
     *
     * @return what must be seen when it has worked
     * @throws CommandFailure if it cannot be done now
     */
    Effect perform(Action action) {
        PairView now = eyes.pair();
        events.add("> " + action
                + now.master().map(name -> "  (Master is " + name + ")").orElse(""));
        return switch (action.kind()) {
            case KILL_MASTER -> remove(now, master(now), Child::kill);
            case STOP_MASTER -> remove(now, master(now), Child::stop);
            case FREEZE_MASTER -> remove(now, master(now), Child::freeze);
            case KILL_STANDBY -> remove(now, now.standby().orElseThrow(() -> impossible("no Standby")), Child::kill);
            case KILL -> remove(now, action.target(), Child::kill);
            case RESTART -> restart(now);
            case THAW -> thaw(now);
            case SWITCHOVER -> switchover(now);
            case KILL_PLANT -> killPlant();
            case RESTART_PLANT -> restartPlant();
            case WRITE -> write(action);
        };
    }

    private static String master(PairView now) {
        return now.master().orElseThrow(() -> impossible("no station is Master"));
    }

    private static CommandFailure impossible(String why) {
        return new CommandFailure(ExitCode.FAILED, "cannot be done: " + why);
    }

    private Effect remove(PairView now, String name, java.util.function.Consumer<Child> how) {
        Child child = cast.station(name)
                .filter(each -> each.life() == Life.RUNNING)
                .orElseThrow(() -> impossible(name + " does not run"));
        String other = now.other(name);
        how.accept(child);
        boolean otherRuns = cast.with(Life.RUNNING).contains(other);
        if (!otherRuns) {
            ledger.excuseFrom(Instant.now());
        }
        return otherRuns ? Effect.leads(other) : Effect.nobody();
    }

    private Effect restart(PairView now) {
        List<Child> ended =
                cast.stations().stream().filter(each -> each.pid().isEmpty()).toList();
        if (ended.isEmpty()) {
            throw impossible("both stations run");
        }
        ended.forEach(Child::start);
        ended.forEach(each -> events.add(each.name() + " started"));
        String other = now.other(ended.get(0).name());
        return ended.size() == 1 && cast.with(Life.RUNNING).contains(other)
                ? Effect.standsBy(ended.get(0).name(), other)
                : Effect.complete();
    }

    private Effect thaw(PairView now) {
        List<String> frozen = cast.with(Life.FROZEN);
        if (frozen.isEmpty()) {
            throw impossible("no station is frozen");
        }
        frozen.forEach(name -> cast.station(name).ifPresent(Child::thaw));
        frozen.forEach(name -> events.add(name + " thawed"));
        String other = now.other(frozen.get(0));
        return cast.with(Life.RUNNING).contains(other)
                ? Effect.standsBy(frozen.get(0), other)
                : Effect.leads(frozen.get(0));
    }

    private Effect switchover(PairView now) {
        String master = master(now);
        String target = now.standby().orElseThrow(() -> impossible("no station is Standby"));
        List<StationSession> sessions = eyes.sessions();
        if (sessions.size() < 2) {
            throw impossible("a station does not answer");
        }
        background.execute(() -> {
            try {
                events.add("switchover: "
                        + SwitchoverCall.run(sessions, target, SWITCHOVER_MAX).text());
            } catch (CommandFailure e) {
                events.add("switchover: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return Effect.standsBy(master, target);
    }

    private Effect killPlant() {
        if (cast.plant().pid().isEmpty()) {
            throw impossible("the plant does not run");
        }
        ledger.excuseFrom(Instant.now());
        cast.plant().kill();
        events.add("plant killed");
        return Effect.devicesLost();
    }

    private Effect restartPlant() {
        if (cast.plant().pid().isPresent()) {
            throw impossible("the plant runs");
        }
        cast.plant().start();
        events.add("plant started");
        return Effect.devicesBack();
    }

    private Effect write(Action action) {
        AtomicReference<String> outcome = new AtomicReference<>("");
        CompletableFuture<?> unused = traffic.write(action.target(), action.value())
                .handle((status, failure) -> {
                    String text = failure == null ? ValueText.status(status) : ValueText.reason(failure);
                    outcome.set(text);
                    events.add(action + ": " + text);
                    return text;
                });
        return new Effect(
                action.target() + " is " + action.value(),
                view -> String.valueOf(outcome.get()).startsWith("Good")
                        && traffic.latest(action.target())
                                .filter(value -> same(value.value().value(), action.value()))
                                .isPresent());
    }

    /** What the plant answers is rounded to its registers, so a number may differ in the last digits. */
    private static boolean same(@org.jspecify.annotations.Nullable Object seen, String written) {
        if (seen instanceof Number number) {
            double wanted = Double.parseDouble(written);
            return Math.abs(number.doubleValue() - wanted) <= 1e-3 * Math.max(1, Math.abs(wanted));
        }
        if (seen instanceof Boolean state) {
            return state == List.of("true", "1", "on").contains(written.toLowerCase(java.util.Locale.ROOT));
        }
        return written.equals(seen);
    }
}
