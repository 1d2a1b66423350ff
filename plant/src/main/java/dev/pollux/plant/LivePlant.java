package dev.pollux.plant;

import dev.pollux.plant.PointAddress.Table;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * A plant that is stepped by one thread and read and written by others. Every method holds the lock for microseconds:
 * a read sees one moment between two steps, never half a step, and a write acts in the next step.
 */
final class LivePlant {
    private final WaterWorks plant;
    private final Map<Plc, ProcessImage> images = new EnumMap<>(Plc.class);

    LivePlant(WaterWorks plant, ModbusMap map) {
        this.plant = plant;
        for (Plc plc : Plc.values()) {
            ProcessImage image = new ProcessImage(map.boundPoints(plc));
            image.refresh(plant);
            images.put(plc, image);
        }
    }

    synchronized void step(Duration elapsed) {
        plant.step(elapsed);
        images.values().forEach(image -> image.refresh(plant));
    }

    synchronized byte[] readBits(Plc plc, Table table, int first, int quantity) throws RefusedException {
        return image(plc).readBits(table, first, quantity);
    }

    synchronized byte[] readRegisters(Plc plc, Table table, int first, int quantity) throws RefusedException {
        return image(plc).readRegisters(table, first, quantity);
    }

    synchronized void writeCoils(Plc plc, int first, boolean... values) throws RefusedException {
        image(plc).writeCoils(plant, first, values);
    }

    synchronized void writeRegisters(Plc plc, int first, byte... registers) throws RefusedException {
        image(plc).writeRegisters(plant, first, registers);
    }

    private ProcessImage image(Plc plc) {
        ProcessImage image = images.get(plc);
        if (image == null) {
            throw new IllegalStateException("no image of " + plc);
        }
        return image;
    }
}
