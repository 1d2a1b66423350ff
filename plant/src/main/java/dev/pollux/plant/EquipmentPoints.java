package dev.pollux.plant;

import static dev.pollux.plant.RegisterType.INT16;
import static dev.pollux.plant.RegisterType.UINT16;
import static dev.pollux.plant.RegisterType.UINT32;

import java.util.function.Function;

/** The points that every pump, every dosing pump and every tank has. */
final class EquipmentPoints {
    private EquipmentPoints() {}

    /** Points of one centrifugal pump. */
    static void pump(Section section, String tag, Function<WaterWorks, Pump> at) {
        section.coil(
                tag + ".Start",
                "Run command, counts by hand",
                w -> at.apply(w).start(),
                (w, on) -> at.apply(w).start(on));
        section.coil(
                tag + ".Auto",
                "The controller decides about running",
                w -> at.apply(w).automatic(),
                (w, on) -> at.apply(w).automatic(on));
        section.coil(
                tag + ".Reset",
                "Clears the fault; falls back by itself",
                w -> at.apply(w).reset(),
                (w, on) -> at.apply(w).reset(on));
        section.discrete(tag + ".Running", "Feedback", w -> at.apply(w).running());
        section.discrete(
                tag + ".Fault",
                "Tripped after 5 s without water",
                w -> at.apply(w).fault());
        section.discrete(tag + ".Ready", "May be started", w -> at.apply(w).ready());
        section.holding(tag + ".SpeedSetpoint", "Speed setpoint")
                .as(INT16, 0.1)
                .range(0, 100)
                .unit("%")
                .bind(w -> at.apply(w).speedSetpoint(), (w, v) -> at.apply(w).speedSetpoint(v));
        section.input(tag + ".Speed", "Speed")
                .as(UINT16, 0.01)
                .range(0, 100)
                .unit("%")
                .from(w -> at.apply(w).speed());
        section.input(tag + ".Flow", "Flow")
                .range(0, 150)
                .unit("m3/h")
                .from(w -> at.apply(w).shownFlow());
        section.input(tag + ".Current", "Motor current")
                .as(UINT16, 0.01)
                .range(0, 80)
                .unit("A")
                .from(w -> at.apply(w).current());
        section.input(tag + ".Power", "Motor power")
                .range(0, 30)
                .unit("kW")
                .from(w -> at.apply(w).power());
        section.input(tag + ".BearingTemperature", "Bearing temperature")
                .as(INT16, 0.1)
                .range(-20, 120)
                .unit("°C")
                .from(w -> at.apply(w).bearingTemperature());
        section.input(tag + ".Hours", "Running hours")
                .as(UINT32, 0.01)
                .unit("h")
                .slow()
                .from(w -> at.apply(w).hours());
        section.input(tag + ".Starts", "Number of starts")
                .as(UINT32)
                .slow()
                .from(w -> at.apply(w).starts());
    }

    /** Points of one dosing pump. */
    static void dosing(Section section, String tag, Function<WaterWorks, DosingPump> at) {
        section.coil(
                tag + ".Start",
                "Run command, counts by hand",
                w -> at.apply(w).start(),
                (w, on) -> at.apply(w).start(on));
        section.coil(
                tag + ".Auto",
                "The controller sets the rate",
                w -> at.apply(w).automatic(),
                (w, on) -> at.apply(w).automatic(on));
        section.coil(
                tag + ".Refill",
                "Fills the stock; falls back by itself",
                w -> at.apply(w).refill(),
                (w, on) -> at.apply(w).refill(on));
        section.discrete(tag + ".Running", "Feedback", w -> at.apply(w).running());
        section.discrete(tag + ".StockLow", "Stock below 10 %", w -> at.apply(w).stockLow());
        section.holding(tag + ".RateSetpoint", "Rate setpoint, counts by hand")
                .range(0, DosingPump.HIGHEST_RATE)
                .unit("l/h")
                .bind(w -> at.apply(w).rateSetpoint(), (w, v) -> at.apply(w).rateSetpoint(v));
        section.input(tag + ".Rate", "Rate")
                .as(UINT16, 0.001)
                .range(0, DosingPump.HIGHEST_RATE)
                .unit("l/h")
                .from(w -> at.apply(w).rate());
        section.input(tag + ".Stock", "Stock of chemical")
                .as(UINT16, 0.01)
                .range(0, 100)
                .unit("%")
                .from(w -> at.apply(w).stockPercent());
        section.input(tag + ".Hours", "Running hours")
                .as(UINT32, 0.01)
                .unit("h")
                .slow()
                .from(w -> at.apply(w).hours());
    }

    /** Points of one tank. */
    static void tank(Section section, String tag, double height, Function<WaterWorks, Tank> at) {
        section.discrete(
                tag + ".HighSwitch", "Float switch at 97 %", w -> at.apply(w).highSwitch());
        section.discrete(
                tag + ".LowSwitch", "Float switch at 5 %", w -> at.apply(w).lowSwitch());
        section.discrete(
                tag + ".HighAlarm",
                "Level above its high limit",
                w -> at.apply(w).highAlarm());
        section.discrete(
                tag + ".LowAlarm", "Level below its low limit", w -> at.apply(w).lowAlarm());
        section.holding(tag + ".LevelSetpoint", "Level setpoint")
                .as(INT16, 0.001)
                .range(0.2, height * 0.95)
                .unit("m")
                .bind(w -> at.apply(w).levelSetpoint(), (w, v) -> at.apply(w).levelSetpoint(v));
        section.holding(tag + ".HighLimit", "Limit of the high alarm")
                .range(0, height)
                .unit("m")
                .bind(w -> at.apply(w).highLimit(), (w, v) -> at.apply(w).highLimit(v));
        section.holding(tag + ".LowLimit", "Limit of the low alarm")
                .range(0, height)
                .unit("m")
                .bind(w -> at.apply(w).lowLimit(), (w, v) -> at.apply(w).lowLimit(v));
        section.input(tag + ".Level", "Level")
                .as(UINT16, 0.001)
                .range(0, height * 1.05)
                .unit("m")
                .from(w -> at.apply(w).shownLevel());
        section.input(tag + ".Volume", "Volume")
                .range(0, 100)
                .unit("m3")
                .from(w -> at.apply(w).volume());
        section.input(tag + ".Temperature", "Water temperature")
                .as(INT16, 0.1)
                .range(-10, 60)
                .unit("°C")
                .from(w -> at.apply(w).temperature());
        section.input(tag + ".Overflow", "Flow over the brim")
                .range(0, 500)
                .unit("m3/h")
                .from(w -> at.apply(w).overflow());
        section.input(tag + ".OverflowTotal", "Water lost over the brim")
                .as(RegisterType.INT64, 0.001)
                .unit("m3")
                .slow()
                .from(w -> at.apply(w).overflowTotal());
    }
}
