package dev.pollux.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.plant.PointAddress.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LivePlantTest {
    private static final int STEPS = 20_000;

    // A reader must never get the first values of one step and the last values of the next. Here the plant runs as
    // fast as it can, so that reads and steps meet all the time.
    @Test
    @Timeout(60)
    void readsNeverSeeHalfAStep() throws Exception {
        ModbusMap map = ModbusMap.waterWorks();
        int first = map.point("Vibration.Ch001").orElseThrow().address().first();
        WaterWorks twin = new WaterWorks(5);
        // Several steps may share a first value by chance.
        Map<Float, Set<Float>> lastsByFirst = new HashMap<>();
        for (int i = 0; i <= STEPS; i++) {
            lastsByFirst
                    .computeIfAbsent((float) twin.vibration().value(0), value -> new HashSet<>())
                    .add((float) twin.vibration().value(61));
            twin.step(WaterWorks.STEP);
        }
        LivePlant plant = new LivePlant(new WaterWorks(5), map);
        ExecutorService stepper = Executors.newSingleThreadExecutor();
        List<float[]> seen = new ArrayList<>();
        try {
            Future<?> steps = stepper.submit(() -> {
                for (int i = 0; i < STEPS; i++) {
                    plant.step(WaterWorks.STEP);
                }
            });
            while (!steps.isDone()) {
                ByteBuffer block = ByteBuffer.wrap(plant.readRegisters(Plc.PLC2, Table.INPUT, first, 124));
                seen.add(new float[] {block.getFloat(0), block.getFloat(61 * 4)});
            }
            steps.get();
        } finally {
            stepper.shutdownNow();
        }

        assertThat(seen).hasSizeGreaterThan(100);
        for (float[] pair : seen) {
            assertThat(lastsByFirst.get(pair[0])).contains(pair[1]);
        }
    }
}
