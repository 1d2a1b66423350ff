package dev.pollux.plant;

import static dev.pollux.plant.RegisterType.FLOAT64;
import static dev.pollux.plant.RegisterType.INT16;
import static dev.pollux.plant.RegisterType.INT32;
import static dev.pollux.plant.RegisterType.INT64;
import static dev.pollux.plant.RegisterType.UINT16;
import static dev.pollux.plant.RegisterType.UINT32;
import static dev.pollux.plant.RegisterType.UINT64;

import java.util.Locale;

/** What controller 2 knows: clean water, distribution and what concerns the whole plant. */
final class Plc2Points {
    private Plc2Points() {}

    static Section distribution() {
        Section section = new Section("distribution.csv", Plc.PLC2, 1);
        section.area("CleanWater");
        EquipmentPoints.tank(
                section, "CleanWater.T300", 5, w -> w.distribution().tank());
        chlorine(section);
        section.area("Distribution/Pumps");
        EquipmentPoints.pump(
                section, "Distribution.P301", w -> w.distribution().pumps().pump(0));
        EquipmentPoints.pump(
                section, "Distribution.P302", w -> w.distribution().pumps().pump(1));
        EquipmentPoints.pump(
                section, "Distribution.P303", w -> w.distribution().pumps().pump(2));
        network(section);
        return section;
    }

    private static void chlorine(Section section) {
        section.discrete(
                "CleanWater.Chlorine.Low",
                "Too little chlorine",
                w -> w.distribution().chlorine().low());
        section.discrete(
                "CleanWater.Chlorine.High",
                "Too much chlorine",
                w -> w.distribution().chlorine().high());
        section.holding("CleanWater.Chlorine.Setpoint", "Free chlorine setpoint")
                .as(INT16, 0.01)
                .range(0, 2)
                .unit("mg/l")
                .bind(
                        w -> w.distribution().chlorine().setpoint(),
                        (w, v) -> w.distribution().chlorine().setpoint(v));
        section.holding("CleanWater.Chlorine.LowLimit", "Limit of the low alarm")
                .swapped()
                .range(0, Chlorine.HIGHEST)
                .unit("mg/l")
                .bind(
                        w -> w.distribution().chlorine().lowLimit(),
                        (w, v) -> w.distribution().chlorine().lowLimit(v));
        section.holding("CleanWater.Chlorine.HighLimit", "Limit of the high alarm")
                .swapped()
                .range(0, Chlorine.HIGHEST)
                .unit("mg/l")
                .bind(
                        w -> w.distribution().chlorine().highLimit(),
                        (w, v) -> w.distribution().chlorine().highLimit(v));
        section.input("CleanWater.Chlorine.Value", "Free chlorine")
                .range(0, Chlorine.HIGHEST)
                .unit("mg/l")
                .from(w -> w.distribution().chlorine().shown());
    }

    private static void network(Section section) {
        section.area("Distribution");
        section.discrete(
                "Distribution.PressureLow",
                "Network pressure below 2 bar",
                w -> w.distribution().pressureLow());
        section.holding("Distribution.PressureSetpoint", "Network pressure setpoint")
                .as(INT16, 0.01)
                .range(2, 6)
                .unit("bar")
                .bind(
                        w -> w.distribution().pressureSetpoint(),
                        (w, v) -> w.distribution().pressureSetpoint(v));
        section.holding("Distribution.DemandFactor", "How thirsty the town is")
                .as(INT16)
                .range(0, 200)
                .unit("%")
                .bind(
                        w -> w.distribution().demand().factorPercent(),
                        (w, v) -> w.distribution().demand().factorPercent(v));
        section.input("Distribution.Pressure", "Network pressure")
                .range(0, 10)
                .unit("bar")
                .from(w -> w.distribution().shownPressure());
        section.input("Distribution.Flow", "Flow to the town")
                .swapped()
                .range(0, 400)
                .unit("m3/h")
                .from(w -> w.distribution().flow());
        section.input("Distribution.Demand", "What the town wants")
                .range(0, 500)
                .unit("m3/h")
                .from(w -> w.distribution().demand().flow());
        section.input("Distribution.Shortfall", "What the town does not get")
                .range(0, 500)
                .unit("m3/h")
                .from(w -> w.distribution().shortfall());
        section.input("Distribution.Total", "Water delivered since the start")
                .as(INT64, 0.001)
                .unit("m3")
                .slow()
                .from(w -> w.distribution().total());
        section.area("Distribution/Zones");
        for (int i = 0; i < Demand.ZONES; i++) {
            int zone = i;
            section.input("Distribution.Zone" + (i + 1) + ".Flow", "Flow to the zone")
                    .range(0, 400)
                    .unit("m3/h")
                    .from(w -> w.distribution().zoneFlow(zone));
            section.input("Distribution.Zone" + (i + 1) + ".Pressure", "Pressure at the far end")
                    .as(UINT16, 0.001)
                    .range(0, 10)
                    .unit("bar")
                    .from(w -> w.distribution().zonePressure(zone));
        }
    }

    static Section common() {
        Section section = new Section("plant.csv", Plc.PLC2, 1001);
        section.area("Plant");
        section.coil("Plant.Stop", "Stops all drives of the plant", WaterWorks::stop, WaterWorks::stop);
        section.discrete("Plant.Alarm", "Any alarm is active", w -> w.alarms() > 0);
        section.discrete(
                "Plant.Heating",
                "The pump house heater is on",
                w -> w.pumpHouse().heating());
        section.holding("Plant.Mode", "0 by hand, 1 automatic, 2 night")
                .as(INT16)
                .range(0, 2)
                .bind(w -> w.mode().code(), (w, v) -> w.mode(Mode.of((int) v)));
        section.holding("Plant.RoomSetpoint", "Temperature setpoint of the pump house")
                .range(5, 25)
                .unit("°C")
                .bind(w -> w.pumpHouse().setpoint(), (w, v) -> w.pumpHouse().setpoint(v));
        section.holding("Plant.Recipe", "Name of the treatment recipe, for the log book")
                .slow()
                .text(WaterWorks::recipe, WaterWorks::recipe);
        section.input("Plant.Counter", "Counts up by one each 50 ms; a jump is a gap")
                .as(UINT32)
                .range(0, 0xFFFF_FFFFL)
                .from(WaterWorks::counter);
        section.input("Plant.Hour", "Hour of the plant's day, which lasts 24 minutes")
                .range(0, 24)
                .unit("h")
                .from(WaterWorks::hour);
        section.input("Plant.RoomTemperature", "Temperature of the pump house")
                .as(INT16, 0.1)
                .range(-20, 60)
                .unit("°C")
                .from(w -> w.pumpHouse().temperature());
        section.input("Plant.AlarmCount", "Number of active alarms")
                .as(UINT16)
                .range(0, 100)
                .from(WaterWorks::alarms);
        section.input("Plant.NetInflow", "Filling of all tanks together")
                .as(INT32, 0.001)
                .range(-1000, 1000)
                .unit("m3/h")
                .from(WaterWorks::netInflow);
        section.input("Plant.Power", "Power of all drives and the heater")
                .range(0, 200)
                .unit("kW")
                .from(WaterWorks::power);
        section.input("Plant.Energy", "Energy since the start")
                .as(FLOAT64)
                .unit("kWh")
                .slow()
                .from(WaterWorks::energy);
        section.input("Plant.Uptime", "Time since the start")
                .as(UINT64)
                .unit("ms")
                .slow()
                .from(w -> w.uptime().toMillis());
        section.input("Plant.Name", "Name of the plant").slow().text(w -> "WATERWORKS");
        return section;
    }

    static Section vibration() {
        Section section = new Section("vibration.csv", Plc.PLC2, 2001);
        section.area("Vibration");
        for (int i = 0; i < Vibration.CHANNELS; i++) {
            int channel = i;
            section.input(
                            String.format(Locale.ROOT, "Vibration.Ch%03d", i + 1),
                            "Vibration velocity, changes in every step")
                    .range(-Vibration.LIMIT, Vibration.LIMIT)
                    .unit("mm/s")
                    .from(w -> w.vibration().value(channel));
        }
        return section;
    }
}
