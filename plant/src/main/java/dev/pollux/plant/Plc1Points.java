package dev.pollux.plant;

import static dev.pollux.plant.RegisterType.INT16;
import static dev.pollux.plant.RegisterType.INT64;
import static dev.pollux.plant.RegisterType.UINT16;
import static dev.pollux.plant.RegisterType.UINT32;

import java.util.function.Function;

/** What controller 1 knows: intake and treatment. */
final class Plc1Points {
    private Plc1Points() {}

    static Section intake() {
        Section section = new Section("intake.csv", Plc.PLC1, 1);
        section.area("Intake");
        section.input("Intake.River.Level", "River above the intake sill")
                .range(0, 5)
                .unit("m")
                .from(w -> w.intake().river().level());
        section.input("Intake.River.Temperature", "River temperature")
                .as(INT16, 0.1)
                .range(-10, 60)
                .unit("°C")
                .from(w -> w.intake().river().temperature());
        section.input("Intake.River.Turbidity", "River turbidity")
                .range(0, 40)
                .unit("NTU")
                .from(w -> w.intake().river().turbidity());
        section.input("Intake.Flow", "Raw water to tank T100")
                .swapped()
                .range(0, 400)
                .unit("m3/h")
                .from(w -> w.intake().flow());
        section.input("Intake.Counter", "Counts up by one each 50 ms; a jump is a gap")
                .as(UINT32)
                .swapped()
                .range(0, 0xFFFF_FFFFL)
                .from(WaterWorks::counter);
        section.input("Intake.Total", "Raw water since the start")
                .as(INT64, 0.001)
                .unit("m3")
                .slow()
                .from(w -> w.intake().total());
        section.area("Intake/Valves");
        valve(section, "Intake.V101", w -> w.intake().valve(0));
        valve(section, "Intake.V102", w -> w.intake().valve(1));
        section.area("Intake/Pumps");
        EquipmentPoints.pump(section, "Intake.P101", w -> w.intake().pumps().pump(0));
        EquipmentPoints.pump(section, "Intake.P102", w -> w.intake().pumps().pump(1));
        EquipmentPoints.pump(section, "Intake.P103", w -> w.intake().pumps().pump(2));
        section.area("Intake/Tank");
        EquipmentPoints.tank(section, "Intake.T100", 4, w -> w.intake().tank());
        return section;
    }

    private static void valve(Section section, String tag, Function<WaterWorks, Valve> at) {
        section.coil(
                tag + ".Open",
                "Open command",
                w -> at.apply(w).open(),
                (w, on) -> at.apply(w).command(on));
        section.discrete(tag + ".Opened", "End switch open", w -> at.apply(w).opened());
        section.discrete(tag + ".Closed", "End switch closed", w -> at.apply(w).closed());
        section.input(tag + ".Position", "Position")
                .as(UINT16, 0.01)
                .range(0, 100)
                .unit("%")
                .from(w -> at.apply(w).position());
    }

    static Section treatment() {
        Section section = new Section("treatment.csv", Plc.PLC1, 1001);
        section.area("Treatment");
        section.holding("Treatment.FlowSetpoint", "Flow through the filters when the clean water tank wants all")
                .range(0, 320)
                .unit("m3/h")
                .bind(w -> w.treatment().flowSetpoint(), (w, v) -> w.treatment().flowSetpoint(v));
        section.input("Treatment.Flow", "Flow through the filters")
                .range(0, 320)
                .unit("m3/h")
                .from(w -> w.treatment().flow());
        section.input("Treatment.TurbidityIn", "Turbidity in front of the filters")
                .range(0, 40)
                .unit("NTU")
                .from(w -> w.treatment().turbidityIn());
        section.input("Treatment.Total", "Water treated since the start")
                .as(INT64, 0.001)
                .unit("m3")
                .slow()
                .from(w -> w.treatment().total());
        section.area("Treatment/Filters");
        section.holding("Treatment.DpLimit", "Differential pressure at which a filter washes itself")
                .range(0.3, 1.8)
                .unit("bar")
                .bind(w -> w.treatment().dpLimit(), (w, v) -> w.treatment().dpLimit(v));
        section.holding("Treatment.RinseSetpoint", "Backwash flow of one filter")
                .as(INT16)
                .range(0, 250)
                .unit("m3/h")
                .bind(
                        w -> w.treatment().rinseSetpoint(),
                        (w, v) -> w.treatment().rinseSetpoint(v));
        section.input("Treatment.RinseFlow", "Backwash flow to the sewer")
                .range(0, 500)
                .unit("m3/h")
                .from(w -> w.treatment().rinseFlow());
        section.input("Treatment.RinseTotal", "Backwash water since the start")
                .as(INT64, 0.001)
                .unit("m3")
                .slow()
                .from(w -> w.treatment().rinseTotal());
        filter(section, "Treatment.F201", w -> w.treatment().filter(0));
        filter(section, "Treatment.F202", w -> w.treatment().filter(1));
        section.area("Treatment/Dosing");
        EquipmentPoints.dosing(section, "Treatment.D201", w -> w.treatment().flocculant());
        EquipmentPoints.dosing(section, "Treatment.D202", w -> w.treatment().chlorineDosing());
        return section;
    }

    private static void filter(Section section, String tag, Function<WaterWorks, Filter> at) {
        section.coil(
                tag + ".InService",
                "Water may pass",
                w -> at.apply(w).inService(),
                (w, on) -> at.apply(w).inService(on));
        section.coil(
                tag + ".BackwashStart",
                "Starts a backwash; falls back by itself",
                w -> at.apply(w).backwashStart(),
                (w, on) -> at.apply(w).backwashStart(on));
        section.discrete(tag + ".Filtering", "Water passes", w -> at.apply(w).filtering());
        section.discrete(
                tag + ".Backwashing", "Backwash sequence runs", w -> at.apply(w).backwashing());
        section.discrete(
                tag + ".DpHigh",
                "Differential pressure at its limit",
                w -> at.apply(w).dpHigh());
        section.input(tag + ".Flow", "Flow")
                .range(0, 200)
                .unit("m3/h")
                .from(w -> at.apply(w).shownFlow());
        section.input(tag + ".Dp", "Differential pressure")
                .swapped()
                .range(0, 2)
                .unit("bar")
                .from(w -> at.apply(w).shownDp());
        section.input(tag + ".Phase", "0 filtering, 1 draining, 2 air scouring, 3 rinsing, 4 settling")
                .as(UINT16)
                .range(0, 4)
                .from(w -> at.apply(w).phase());
        section.input(tag + ".TurbidityOut", "Turbidity behind the filter")
                .range(0, 10)
                .unit("NTU")
                .from(w -> at.apply(w).turbidityOut());
        section.input(tag + ".Hours", "Hours in operation")
                .as(UINT32, 0.01)
                .unit("h")
                .slow()
                .from(w -> at.apply(w).hours());
        section.input(tag + ".Backwashes", "Number of backwashes")
                .as(UINT32)
                .slow()
                .from(w -> at.apply(w).backwashes());
    }
}
