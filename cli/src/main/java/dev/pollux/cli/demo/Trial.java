package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Script.Step;
import dev.pollux.cli.pair.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script and checks that each step has its effect before the next one begins. Time is passed in. Used by one
 * thread.
 */
final class Trial {
    private final List<Step> steps;
    private final Performer performer;
    private final List<Result> results = new ArrayList<>();
    private int next;
    private @Nullable Effect pending;
    private @Nullable Step pendingStep;
    private Duration pendingSince = Duration.ZERO;

    /** Does an action and says what must become of it. */
    interface Performer {
        Effect perform(Action action);
    }

    /**
     * How a step went.
     *
     * @param step as written
     * @param good whether it had its effect
     * @param text what was wanted, and after which time it was seen
     */
    record Result(String step, boolean good, String text) {}

    Trial(Script script, Performer performer) {
        this.steps = script.steps();
        this.performer = performer;
    }

    /** Looks at the pair and does what is due. */
    void tick(Duration time, PairView pair) {
        Effect waited = pending;
        Step step = pendingStep;
        if (waited != null && step != null && waited.reached().test(pair)) {
            results.add(new Result(
                    step.toString(),
                    true,
                    waited.wanted() + " after " + time.minus(pendingSince).toMillis() + " ms"));
            pending = null;
        }
        while (next < steps.size() && steps.get(next).at().compareTo(time) <= 0) {
            giveUp(time);
            begin(steps.get(next++), time);
        }
    }

    private void begin(Step step, Duration time) {
        try {
            pending = performer.perform(step.action());
            pendingStep = step;
            pendingSince = time;
        } catch (CommandFailure e) {
            results.add(new Result(step.toString(), false, String.valueOf(e.getMessage())));
            pending = null;
        }
    }

    private void giveUp(Duration time) {
        Effect waited = pending;
        Step step = pendingStep;
        if (waited != null && step != null) {
            results.add(new Result(
                    step.toString(),
                    false,
                    "not seen within " + time.minus(pendingSince).toMillis() + " ms: " + waited.wanted()));
            pending = null;
        }
    }

    /** Ends the trial; what is still waited for has failed, and so has what was not begun. */
    List<Result> end(Duration time) {
        giveUp(time);
        while (next < steps.size()) {
            results.add(new Result(steps.get(next++).toString(), false, "not begun"));
        }
        return List.copyOf(results);
    }

    /** Whether all steps are done and have had their effect or failed. */
    boolean over() {
        return next >= steps.size() && pending == null;
    }

    /** What comes next, for the view. */
    Optional<Step> upcoming() {
        return next < steps.size() ? Optional.of(steps.get(next)) : Optional.empty();
    }
}
