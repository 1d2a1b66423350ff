package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Action.Kind;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.TypedValue;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.server.project.Project;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is done when, e.g. {@code kill-master@10s,restart@25s}. Checked wholly before anything starts.
 *
 * @param steps in the order of time
 */
public record Script(List<Step> steps) {
    private static final int STEPS_MAX = 200;

    /** Keeps the order of time. */
    public Script {
        steps = steps.stream().sorted(Comparator.comparing(Step::at)).toList();
    }

    /**
     * One step.
     *
     * @param action what
     * @param at when, from the moment when the pair is ready
     */
    public record Step(Action action, Duration at) {
        @Override
        public String toString() {
            return action + "@" + at.toMillis() / 1000.0 + "s";
        }
    }

    /** Does nothing. */
    public static Script empty() {
        return new Script(List.of());
    }

    /**
     * Reads and checks a script.
     *
     * @param text steps separated by commas; blank = no steps
     * @param time reads a time, fails with an exception whose message says how it must look
     * @param project whose stations and tags are meant
     * @param end when the run ends, if it does; every step must come before
     * @throws CommandFailure with {@link ExitCode#USAGE} naming the step and the rule
     */
    public static Script parse(String text, Function<String, Duration> time, Project project, Optional<Duration> end) {
        if (text.isBlank()) {
            return empty();
        }
        String[] parts = text.split(",", -1);
        if (parts.length > STEPS_MAX) {
            throw wrong(text, "has " + parts.length + " steps, must have at most " + STEPS_MAX);
        }
        List<Step> steps = new ArrayList<>();
        for (String part : parts) {
            steps.add(step(part.strip(), time, project, end));
        }
        Script script = new Script(steps);
        script.checkOrder(project.redundancy().stations().size());
        return script;
    }

    private static Step step(String text, Function<String, Duration> time, Project project, Optional<Duration> end) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw wrong(text, "must look like action@time, e.g. kill-master@10s");
        }
        Duration when;
        try {
            when = time.apply(text.substring(at + 1));
        } catch (RuntimeException e) {
            throw wrong(text, "has a wrong time: " + e.getMessage());
        }
        if (end.isPresent() && when.compareTo(end.get()) >= 0) {
            throw wrong(
                    text, "must come before the end of the run at " + end.get().toMillis() / 1000.0 + "s");
        }
        return new Step(action(text.substring(0, at), text, project), when);
    }

    private static Action action(String text, String step, Project project) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        String target = colon < 0 ? "" : text.substring(colon + 1);
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> wrong(
                        step,
                        "must begin with one of "
                                + Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "))));
        return switch (kind) {
            case KILL -> kill(target, step, project);
            case WRITE -> write(target, step, project);
            case KILL_MASTER,
                    KILL_STANDBY,
                    STOP_MASTER,
                    RESTART,
                    FREEZE_MASTER,
                    THAW,
                    SWITCHOVER,
                    KILL_PLANT,
                    RESTART_PLANT -> {
                if (colon >= 0) {
                    throw wrong(step, "must be " + word + "@time, without a name");
                }
                yield Action.of(kind);
            }
        };
    }

    private static Action kill(String name, String step, Project project) {
        if (!project.redundancy().stations().contains(name)) {
            throw wrong(
                    step,
                    "must name one of the stations "
                            + String.join(", ", project.redundancy().stations()));
        }
        return new Action(Kind.KILL, name, "");
    }

    private static Action write(String target, String step, Project project) {
        int equals = target.indexOf('=');
        if (equals < 1) {
            throw wrong(step, "must look like write:TAG=VALUE@time");
        }
        String name = target.substring(0, equals);
        String value = target.substring(equals + 1);
        Tag tag = project.tags().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong(step, "must name a tag of the project, there is no " + name));
        if (tag.access() != Access.READ_WRITE) {
            throw wrong(step, "must name a tag that can be written, " + name + " cannot");
        }
        try {
            TypedValue.parse(value, tag.type().builtInId());
        } catch (CommandFailure e) {
            throw wrong(step, String.valueOf(e.getMessage()));
        }
        return new Action(Kind.WRITE, name, value);
    }

    /** A restart of what runs, or a second freeze, would only show a slip in the script. */
    private void checkOrder(int stations) {
        int running = stations;
        int ended = 0;
        int frozen = 0;
        boolean plant = true;
        for (Step step : steps) {
            String text = step.toString();
            switch (step.action().kind()) {
                case KILL_MASTER, STOP_MASTER, KILL -> {
                    require(running > 0, text, "finds no station that runs");
                    running--;
                    ended++;
                }
                case KILL_STANDBY -> {
                    require(running == 2, text, "finds no Standby: both stations must run");
                    running--;
                    ended++;
                }
                case RESTART -> {
                    require(ended > 0, text, "finds no station that was killed or stopped");
                    running += ended;
                    ended = 0;
                }
                case FREEZE_MASTER -> {
                    require(running > 0 && frozen == 0, text, "needs a station that runs and none that is frozen");
                    running--;
                    frozen++;
                }
                case THAW -> {
                    require(frozen > 0, text, "finds no frozen station");
                    running += frozen;
                    frozen = 0;
                }
                case SWITCHOVER -> require(running == 2, text, "needs two stations that run");
                case KILL_PLANT -> {
                    require(plant, text, "finds no plant that runs");
                    plant = false;
                }
                case RESTART_PLANT -> {
                    require(!plant, text, "finds the plant running");
                    plant = true;
                }
                case WRITE -> require(plant && running > 0, text, "needs the plant and a station that runs");
            }
        }
    }

    private static void require(boolean condition, String step, String rule) {
        if (!condition) {
            throw wrong(step, rule);
        }
    }

    private static CommandFailure wrong(String step, String rule) {
        return new CommandFailure(ExitCode.USAGE, "--script: '" + ValueText.oneLine(step) + "' " + rule);
    }
}
