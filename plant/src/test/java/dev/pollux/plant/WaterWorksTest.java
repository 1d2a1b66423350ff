package dev.pollux.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaterWorksTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ModbusMap map = ModbusMap.waterWorks();

    // An operator may write anything that the limits allow, at any moment. Not a drop may appear or vanish by it, and
    // no value may leave what its tag promises to clients.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void waterIsConservedAndValuesStayInTheirLimitsWhateverIsWritten(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        WaterWorks plant = new WaterWorks(seed);
        double before = stored(plant);

        for (int step = 0; step < 24_000; step++) {
            if (random.nextInt(100) == 0) {
                writeAnything(plant, random);
            }
            plant.step(WaterWorks.STEP);
            if (step % 10 == 0) {
                checkValues(plant, "seed " + seed + " step " + step);
            }
            assertThat(stored(plant))
                    .as("seed %s step %s", seed, step)
                    .isCloseTo(before + balance(plant), within(1e-6));
        }

        assertThat(plant.intake().total()).as("seed %s: control", seed).isGreaterThan(10);
    }

    private static double stored(WaterWorks plant) {
        return plant.intake().tank().volume() + plant.distribution().tank().volume();
    }

    private static double balance(WaterWorks plant) {
        return plant.intake().total()
                - plant.distribution().total()
                - plant.treatment().rinseTotal()
                - plant.intake().tank().overflowTotal()
                - plant.distribution().tank().overflowTotal();
    }

    private void writeAnything(WaterWorks plant, SplittableRandom random) {
        List<Point> writable = map.points().stream().filter(Point::writable).toList();
        Point point = writable.get(random.nextInt(writable.size()));
        Point.Limits limits = point.limits();
        Object value = switch (point.address().type()) {
            // A plant that stands still most of the time would prove little.
            case BIT -> point.name().equals("Plant.Stop") ? random.nextInt(8) == 0 : random.nextBoolean();
            case STRING16 -> "R" + random.nextInt(1000);
            default ->
                switch (random.nextInt(4)) {
                    case 0 -> limits.low();
                    case 1 -> limits.high();
                    default -> limits.low() + random.nextDouble() * (limits.high() - limits.low());
                };
        };
        map.write(plant, point.name(), value);
    }

    private void checkValues(WaterWorks plant, String when) {
        for (Plc plc : Plc.values()) {
            for (BoundPoint bound : map.boundPoints(plc)) {
                if (bound.read(plant) instanceof Double value) {
                    Point point = bound.point();
                    if (!Double.isFinite(value) || !point.limits().contains(value)) {
                        throw new AssertionError(when + ": " + point + " has " + value);
                    }
                    double shown = (Double) bound.decode(bound.registers(plant));
                    double resolution =
                            point.factor() == 1 && !point.address().type().whole()
                                    ? Math.ulp((float) Math.abs(value))
                                    : point.factor() * 0.5001;
                    if (Math.abs(shown - value) > resolution) {
                        throw new AssertionError(when + ": " + point + " has " + value + " but shows " + shown);
                    }
                }
            }
        }
    }

    @Test
    void sameSeedAndSameWritesGiveTheSameValues() {
        WaterWorks one = new WaterWorks(7);
        WaterWorks same = new WaterWorks(7);
        WaterWorks other = new WaterWorks(8);
        for (WaterWorks plant : List.of(one, same, other)) {
            plant.step(MINUTE);
            map.write(plant, "Distribution.DemandFactor", 150.0);
            plant.step(MINUTE);
        }

        assertThat(everything(same)).isEqualTo(everything(one));
        assertThat(everything(other)).isNotEqualTo(everything(one));
    }

    // The caller's rhythm must not matter, or a slow machine would show another plant than a fast one.
    @Test
    void valuesDependOnTheTimeThatPassedAndNotOnHowItWasCut() {
        WaterWorks atOnce = new WaterWorks(3);
        WaterWorks inPieces = new WaterWorks(3);
        atOnce.step(Duration.ofSeconds(21));
        for (int i = 0; i < 300; i++) {
            inPieces.step(Duration.ofMillis(70));
        }

        assertThat(everything(inPieces)).isEqualTo(everything(atOnce));
        assertThat(inPieces.counter()).isEqualTo(420);
    }

    private List<Object> everything(WaterWorks plant) {
        return map.points().stream().map(point -> map.read(plant, point.name())).toList();
    }

    // Left alone, the plant has to run for days: this is what visitors of a demo see.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void leftAloneItSuppliesTheTownForDays(long seed) {
        WaterWorks plant = new WaterWorks(seed);
        plant.step(MINUTE);
        for (int i = 0; i < 3 * 24 * 6; i++) {
            plant.step(Duration.ofSeconds(10));
            assertThat(plant.intake().tank().level())
                    .as("T100 at %s h", plant.hour())
                    .isBetween(1.0, 3.5);
            assertThat(plant.distribution().tank().level())
                    .as("T300 at %s h", plant.hour())
                    .isBetween(1.5, 4.0);
            assertThat(plant.distribution().pumps().faults()).isZero();
            assertThat(number(plant, "CleanWater.Chlorine.Value")).isBetween(0.35, 0.65);
            assertThat(number(plant, "Distribution.Pressure")).isBetween(3.0, 5.6);
        }

        assertThat(number(plant, "Treatment.F201.Backwashes")).isGreaterThan(2);
        assertThat(plant.distribution().total()).isGreaterThan(100);
    }

    @Test
    void flowFollowsTheSpeedSetpointOfAPump() {
        WaterWorks plant = new WaterWorks(1);
        map.write(plant, "Intake.P101.Auto", false);
        map.write(plant, "Intake.P101.Start", true);
        map.write(plant, "Intake.P101.SpeedSetpoint", 50.0);
        plant.step(Duration.ofSeconds(20));
        assertThat(number(plant, "Intake.P101.Flow")).isCloseTo(60, within(2.0)); // control

        map.write(plant, "Intake.P101.SpeedSetpoint", 100.0);
        plant.step(Duration.ofSeconds(20));

        assertThat(number(plant, "Intake.P101.Flow")).isCloseTo(120, within(2.0));
        assertThat(map.read(plant, "Intake.P101.Running")).isEqualTo(true);
    }

    @Test
    void pumpAgainstClosedValvesTripsAndComesBackAfterAReset() {
        WaterWorks plant = new WaterWorks(1);
        map.write(plant, "Intake.P101.Auto", false);
        map.write(plant, "Intake.P101.Start", true);
        map.write(plant, "Intake.V101.Open", false);
        map.write(plant, "Intake.V102.Open", false);
        plant.step(Duration.ofSeconds(15));
        assertThat(map.read(plant, "Intake.P101.Fault")).isEqualTo(true);
        assertThat(map.read(plant, "Plant.Alarm")).isEqualTo(true);

        map.write(plant, "Intake.V101.Open", true);
        plant.step(Duration.ofSeconds(10));
        assertThat(map.read(plant, "Intake.P101.Running")).isEqualTo(false);
        map.write(plant, "Intake.P101.Reset", true);
        plant.step(WaterWorks.STEP);

        assertThat(map.read(plant, "Intake.P101.Running")).isEqualTo(true);
        assertThat(map.read(plant, "Intake.P101.Reset")).isEqualTo(false);
    }

    @Test
    void backwashFreesTheFilterAndCostsCleanWater() {
        WaterWorks plant = new WaterWorks(1);
        map.write(plant, "Treatment.DpLimit", 1.8);
        plant.step(MINUTE.multipliedBy(8));
        double clogged = number(plant, "Treatment.F201.Dp");
        assertThat(plant.treatment().rinseTotal()).isZero();

        map.write(plant, "Treatment.F201.BackwashStart", true);
        plant.step(Duration.ofSeconds(1));
        assertThat(number(plant, "Treatment.F201.Phase")).isEqualTo(1);
        plant.step(MINUTE);

        assertThat(number(plant, "Treatment.F201.Phase")).isZero();
        assertThat(number(plant, "Treatment.F201.Dp")).isLessThan(clogged / 2);
        assertThat(plant.treatment().rinseTotal()).isCloseTo(120.0 * 20 / 3600, within(0.01));
    }

    // The property test above seldom fills a tank to its brim; here both run over, and nothing may be lost on the way.
    @Test
    void tankThatGetsMoreThanItHoldsRunsOverAndTheLossIsCounted() {
        WaterWorks plant = new WaterWorks(1);
        double before = stored(plant);
        map.write(plant, "Plant.Mode", 0.0);
        map.write(plant, "Distribution.DemandFactor", 0.0);
        for (String pump : List.of("Intake.P101", "Intake.P102", "Intake.P103")) {
            map.write(plant, pump + ".Auto", false);
            map.write(plant, pump + ".Start", true);
        }
        plant.step(MINUTE.multipliedBy(30));

        assertThat(map.read(plant, "Intake.T100.HighSwitch")).isEqualTo(true);
        assertThat(map.read(plant, "CleanWater.T300.HighAlarm")).isEqualTo(true);
        assertThat(number(plant, "Intake.T100.Level")).isCloseTo(4, within(0.01));
        assertThat(number(plant, "CleanWater.T300.Level")).isCloseTo(5, within(0.01));
        assertThat(number(plant, "Intake.T100.Overflow")).isGreaterThan(50);
        assertThat(number(plant, "Intake.T100.OverflowTotal")).isGreaterThan(10);
        assertThat(number(plant, "CleanWater.T300.OverflowTotal")).isGreaterThan(10);
        assertThat(stored(plant)).isCloseTo(before + balance(plant), within(1e-6));
    }

    // The other end: an empty tank gives nothing, the network pumps trip, and the level never goes below the floor.
    @Test
    void tankThatNobodyFillsRunsEmptyAndItsPumpsTrip() {
        WaterWorks plant = new WaterWorks(1);
        double before = stored(plant);
        map.write(plant, "Treatment.FlowSetpoint", 0.0);
        map.write(plant, "Distribution.DemandFactor", 200.0);
        plant.step(MINUTE.multipliedBy(30));

        assertThat(plant.distribution().tank().volume()).isBetween(0.0, 0.01);
        assertThat(map.read(plant, "CleanWater.T300.LowSwitch")).isEqualTo(true);
        assertThat(map.read(plant, "Distribution.P301.Fault")).isEqualTo(true);
        assertThat(number(plant, "Distribution.Shortfall")).isGreaterThan(50);
        assertThat(stored(plant)).isCloseTo(before + balance(plant), within(1e-6));
    }

    @Test
    void stopCommandBringsEverythingToRest() {
        WaterWorks plant = new WaterWorks(1);
        plant.step(MINUTE);
        map.write(plant, "Plant.Stop", true);
        plant.step(MINUTE);

        assertThat(number(plant, "Intake.Flow")).isZero();
        assertThat(number(plant, "Distribution.Flow")).isZero();
        assertThat(number(plant, "Distribution.Pressure")).isLessThan(0.1);
        assertThat(map.read(plant, "Distribution.PressureLow")).isEqualTo(true);
    }

    // A repeated value would look like a value that was not delivered.
    @Test
    void everyFastValueChangesInEveryStep() {
        WaterWorks plant = new WaterWorks(1);
        List<Point> fast = map.points().stream()
                .filter(point -> point.area().equals("Vibration"))
                .toList();
        assertThat(fast).hasSize(100);
        for (int step = 0; step < 1000; step++) {
            List<Object> before =
                    fast.stream().map(point -> map.read(plant, point.name())).toList();
            plant.step(WaterWorks.STEP);
            for (int i = 0; i < fast.size(); i++) {
                assertThat(map.read(plant, fast.get(i).name())).isNotEqualTo(before.get(i));
            }
        }
    }

    @Test
    void absurdTimeSpansAreRefused() {
        WaterWorks plant = new WaterWorks(1);

        assertThatThrownBy(() -> plant.step(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plant.step(WaterWorks.STEP_MAX.plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private double number(WaterWorks plant, String name) {
        return (Double) map.read(plant, name);
    }
}
