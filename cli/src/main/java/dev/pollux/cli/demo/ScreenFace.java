package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Action.Kind;
import dev.pollux.cli.demo.Child.Life;
import dev.pollux.cli.demo.EventLog.Event;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.cli.screen.Screen;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The full screen: shows everything at once and takes keys. */
final class ScreenFace implements Face {
    private static final Duration KEY = Duration.ofMillis(1);
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final int EVENTS_SHOWN = 60;
    private static final String SETPOINT = "CleanWater.T300.LevelSetpoint";
    private static final double SETPOINT_LOW = 2.5;
    private static final double SETPOINT_HIGH = 4.0;
    private static final double SETPOINT_STEP = 0.25;
    private static final Map<String, String> VALUES = values();

    private final Screen screen = new Screen();
    private Duration drawn = Duration.ofSeconds(-1);
    private boolean help;

    /**
     * Takes the terminal.
     *
     * @throws IOException if there is none
     */
    ScreenFace() throws IOException {}

    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Intake.T100.Level", "raw water tank m");
        values.put("CleanWater.T300.Level", "clean water m");
        values.put(SETPOINT, "  setpoint m");
        values.put("Intake.Flow", "intake m3/h");
        values.put("Treatment.Flow", "treatment m3/h");
        values.put("Distribution.Flow", "to the town m3/h");
        return values;
    }

    @Override
    public void event(Event event) {
        // Drawn with the next picture, from the log.
    }

    @Override
    public boolean tick(Show show, Duration time) {
        int key = screen.key(KEY);
        while (key >= 0) {
            if (key == 'q' || key == 3) {
                return false;
            }
            pressed((char) key, show);
            key = screen.key(KEY);
        }
        if (time.minus(drawn).compareTo(REDRAW) >= 0) {
            drawn = time;
            draw(show, time);
        }
        return true;
    }

    private void pressed(char key, Show show) {
        if (key == '?') {
            help = !help;
            return;
        }
        try {
            action(key, show).ifPresent(show.operator()::perform);
        } catch (CommandFailure e) {
            show.events().add(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Action> action(char key, Show show) {
        return switch (key) {
            case 'k' -> Optional.of(Action.of(Kind.KILL_MASTER));
            case 'r' -> Optional.of(Action.of(Kind.RESTART));
            case 'f' ->
                Optional.of(Action.of(show.cast().with(Life.FROZEN).isEmpty() ? Kind.FREEZE_MASTER : Kind.THAW));
            case 's' -> Optional.of(Action.of(Kind.SWITCHOVER));
            case 'p' ->
                Optional.of(Action.of(show.cast().plant().pid().isPresent() ? Kind.KILL_PLANT : Kind.RESTART_PLANT));
            case 'w' -> Optional.of(new Action(Kind.WRITE, SETPOINT, nextSetpoint(show)));
            default -> Optional.empty();
        };
    }

    private static String nextSetpoint(Show show) {
        double present = show.traffic()
                .latest(SETPOINT)
                .map(value -> value.value().value())
                .map(value -> value instanceof Number number ? number.doubleValue() : SETPOINT_LOW)
                .orElse(SETPOINT_LOW);
        double next = present + SETPOINT_STEP > SETPOINT_HIGH + 1e-6 ? SETPOINT_LOW : present + SETPOINT_STEP;
        return BigDecimal.valueOf(next).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    private void draw(Show show, Duration time) {
        Traffic traffic = show.traffic();
        Map<String, String> shown = new LinkedHashMap<>();
        VALUES.forEach((tag, label) ->
                shown.put(label, traffic.latest(tag).map(ScreenFace::number).orElse("-")));
        DemoView.Model model = new DemoView.Model(
                time,
                show.pair(),
                traffic.active(),
                shown,
                traffic.statistics(),
                show.ledger().count(),
                traffic.longestPause(),
                traffic.failovers().size(),
                show.events().last(EVENTS_SHOWN),
                help);
        screen.draw((columns, rows) -> DemoView.render(model, columns, rows));
    }

    private static String number(org.eclipse.milo.opcua.stack.core.types.builtin.DataValue value) {
        if (!value.statusCode().isGood()) {
            return ValueText.status(value.statusCode());
        }
        return value.value().value() instanceof Number number
                ? BigDecimal.valueOf(number.doubleValue())
                        .setScale(2, RoundingMode.HALF_UP)
                        .toPlainString()
                : ValueText.text(value.value());
    }

    @Override
    public void close() {
        screen.close();
    }
}
