package dev.pollux.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlantSimulatorTest {
    private static final int ILLEGAL_FUNCTION = 1;
    private static final int ILLEGAL_ADDRESS = 2;
    private static final int ILLEGAL_VALUE = 3;
    private static final int NO_SUCH_UNIT = 11;
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 21500);

    private PlantSimulator simulator;
    private Master master;

    @BeforeEach
    void start() throws Exception {
        simulator = PlantSimulator.start(ADDRESS, 1);
        master = new Master(simulator.address());
    }

    @AfterEach
    void stop() throws Exception {
        master.close();
        simulator.close();
    }

    @Test
    void everyPointCanBeReadOverTheWireAndIsWithinItsLimits() throws Exception {
        for (Point point : ModbusMap.waterWorks().points()) {
            Object value = master.read(point.name());
            if (value instanceof Double number) {
                double resolution = point.address().type().whole() ? point.factor() : 0.001;
                assertThat(number)
                        .as(point.name())
                        .isBetween(
                                point.limits().low() - resolution,
                                point.limits().high() + resolution);
            }
        }
        assertThat(master.read("Plant.Name")).isEqualTo("WATERWORKS");
    }

    // Decoded by hand, so that a mistake that the encoder and the decoder share is seen.
    @Test
    void wireFormatIsWhatTheAddressesSay() throws Exception {
        int level = master.point("CleanWater.T300.Level").address().number() - 1;
        int pressure = master.point("Distribution.Pressure").address().number() - 1;
        int flow = master.point("Distribution.Flow").address().number() - 1;
        int name = master.point("Plant.Name").address().number() - 1;
        int uptime = master.point("Plant.Uptime").address().number() - 1;

        assertThat(ByteBuffer.wrap(master.input(2, level, 1)).getShort()).isBetween((short) 2900, (short) 3100);
        assertThat(ByteBuffer.wrap(master.input(2, pressure, 2)).getFloat()).isBetween(0.5f, 6f);
        assertThat(new String(master.input(2, name, 8), StandardCharsets.US_ASCII))
                .isEqualTo("WATERWORKS\0\0\0\0\0\0");
        assertThat(ByteBuffer.wrap(master.input(2, uptime, 4)).getLong()).isBetween(0L, 60_000L);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            ByteBuffer swapped = ByteBuffer.wrap(master.input(2, flow, 2));
            short low = swapped.getShort();
            short high = swapped.getShort();
            assertThat(Float.intBitsToFloat((high << 16) | (low & 0xFFFF))).isBetween(5f, 300f);
        });
    }

    @Test
    void unitsAreDifferentControllers() throws Exception {
        Point one = master.point("Intake.P101.SpeedSetpoint");
        master.write("Intake.P101.SpeedSetpoint", 42.0);

        byte[] first = master.holding(1, one.address().number() - 1, 1);
        byte[] second = master.holding(2, one.address().number() - 1, 1);

        assertThat(first).containsExactly(420 >> 8, (byte) 420);
        assertThat(second).isNotEqualTo(first);
    }

    // What a visitor of the demo does first.
    @Test
    void processFollowsASetpointThatAMasterWrites() throws Exception {
        master.write("Intake.P101.Auto", false);
        master.write("Intake.P101.SpeedSetpoint", 60.0);
        master.write("Intake.P101.Start", true);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(master.number("Intake.P101.Flow")).isCloseTo(72, within(2.0)));

        master.write("Intake.P101.SpeedSetpoint", 30.0);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(master.number("Intake.P101.Flow")).isCloseTo(36, within(2.0)));
    }

    // A station reads a value back right after it wrote it; the old value would look like a refused write.
    @Test
    void everyWrittenValueIsReadBackAtOnce() throws Exception {
        for (Point point : ModbusMap.waterWorks().points()) {
            if (!point.writable()) {
                continue;
            }
            boolean pulse = point.name().matches(".*(Reset|Refill|BackwashStart)");
            switch (point.address().type()) {
                case BIT -> {
                    boolean value = !pulse && !(Boolean) master.read(point.name());
                    master.write(point.name(), value);
                    assertThat(master.read(point.name())).as(point.name()).isEqualTo(value);
                }
                case STRING16 -> {
                    master.write(point.name(), "WINTER 2026/27 +");
                    assertThat(master.read(point.name())).isEqualTo("WINTER 2026/27 +");
                }
                default -> {
                    for (double value :
                            new double[] {point.limits().low(), point.limits().high()}) {
                        master.write(point.name(), value);
                        assertThat(master.number(point.name()))
                                .as(point.name())
                                .isCloseTo(value, within(point.factor() == 1 ? 1e-6 : point.factor() / 2));
                    }
                }
            }
        }
    }

    @Test
    void coilsAreWrittenTogetherAndPacked() throws Exception {
        assertThat(master.coils(1, 2, 3)).containsExactly(0b010); // P101 Start, Auto, Reset

        master.coils(1, 2, 2, (byte) 0b01);

        assertThat(master.coils(1, 2, 2)).containsExactly(0b01);
    }

    @Test
    void unknownAddressesAnswerExceptionTwoAndWriteNothing() throws Exception {
        int lastCoil = last(Plc.PLC1, PointAddress.Table.COIL, 1000);
        refused(ILLEGAL_ADDRESS, () -> master.input(1, 499, 1));
        refused(ILLEGAL_ADDRESS, () -> master.holding(1, 65535, 1));
        refused(ILLEGAL_ADDRESS, () -> master.holding(1, 65535, 2));
        refused(ILLEGAL_ADDRESS, () -> master.coils(1, lastCoil - 1, 2));
        refused(ILLEGAL_ADDRESS, () -> master.register(1, 499, 1));
        refused(ILLEGAL_ADDRESS, () -> master.coil(1, 499, 0xFF00));

        boolean before = (master.coils(1, lastCoil - 1, 1)[0] & 1) == 1;
        refused(ILLEGAL_ADDRESS, () -> master.coils(1, lastCoil - 1, 2, (byte) (before ? 0 : 3)));

        assertThat((master.coils(1, lastCoil - 1, 1)[0] & 1) == 1).isEqualTo(before);
    }

    private static int last(Plc plc, PointAddress.Table table, int below) {
        return ModbusMap.waterWorks().points().stream()
                .filter(point -> point.plc() == plc && point.address().table() == table)
                .mapToInt(point -> point.address().number())
                .filter(number -> number < below)
                .max()
                .orElseThrow();
    }

    @Test
    void valuesThatASetpointMustNotHaveAnswerExceptionThreeAndWriteNothing() throws Exception {
        int speed = master.point("Intake.P101.SpeedSetpoint").address().number() - 1;
        int limit = master.point("Intake.T100.HighLimit").address().number() - 1;
        double before = master.number("Intake.T100.HighLimit");
        refused(ILLEGAL_VALUE, () -> master.register(1, speed, 1001));
        refused(ILLEGAL_VALUE, () -> master.register(1, speed, 0xFFFF));
        refused(ILLEGAL_VALUE, () -> master.write("Intake.T100.HighLimit", 4.001));
        refused(ILLEGAL_VALUE, () -> master.registers(1, limit, new byte[] {0x7F, (byte) 0xC0, 0, 0})); // NaN
        refused(ILLEGAL_VALUE, () -> master.register(1, limit, 0x4000)); // half a float
        refused(ILLEGAL_VALUE, () -> master.write("Plant.Mode", 3.0));
        refused(ILLEGAL_VALUE, () -> master.write("Plant.Recipe", "BELL\7"));
        refused(ILLEGAL_VALUE, () -> master.coil(1, 0, 1));

        // One bad value among good ones: none may be taken.
        byte[] both = ByteBuffer.allocate(8).putFloat(3.0f).putFloat(99.0f).array();
        refused(ILLEGAL_VALUE, () -> master.registers(1, limit, both));

        assertThat(master.number("Intake.T100.HighLimit")).isEqualTo(before);
    }

    @Test
    void quantitiesUnitsAndFunctionsThatDoNotExistAreRefusedAndTheConnectionLives() throws Exception {
        refused(ILLEGAL_VALUE, () -> master.input(1, 0, 0));
        refused(ILLEGAL_VALUE, () -> master.input(1, 0, 126));
        refused(ILLEGAL_VALUE, () -> master.coils(1, 0, 2001));
        refused(ILLEGAL_VALUE, () -> master.raw(1, new byte[] {0x10, 0, 0, 0, 2, 2, 0, 1}));
        refused(ILLEGAL_VALUE, () -> master.raw(1, new byte[] {0x0F, 0, 0, 0, 9, 1, 0}));
        refused(NO_SUCH_UNIT, () -> master.input(3, 0, 1));
        for (int function : new int[] {0x07, 0x16, 0x17, 0x2B, 0x41}) {
            byte[] pdu = Arrays.copyOf(new byte[] {(byte) function}, 12);
            refused(ILLEGAL_FUNCTION, () -> master.raw(1, pdu));
        }

        assertThat(master.read("Plant.Name")).isEqualTo("WATERWORKS");
    }

    private static void refused(int code, ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        ModbusResponseException.class,
                        e -> assertThat(e.getExceptionCode()).isEqualTo(code));
    }

    // A reader that sees the counter jump by more than its polls took knows that it missed something.
    @Test
    void counterRunsInRealTime() throws Exception {
        double first = master.number("Plant.Counter");
        long from = System.nanoTime();
        await().atMost(Duration.ofSeconds(10)).until(() -> master.number("Plant.Counter") >= first + 40);
        double steps = master.number("Plant.Counter") - first;
        double seconds = (System.nanoTime() - from) / 1e9;

        assertThat(steps / seconds).isCloseTo(20, within(2.0));
    }

    // Sixty values in one answer must all be of one step, and of the step that the same seed gives without a network.
    @Test
    void oneAnswerIsOneMoment() throws Exception {
        int first = master.point("Vibration.Ch001").address().number() - 1;
        WaterWorks twin = new WaterWorks(1);
        ModbusMap map = ModbusMap.waterWorks();
        while (twin.counter() < 40) {
            byte[] block = master.input(2, first, 120);
            float channel = ByteBuffer.wrap(block).getFloat();
            int guard = 0;
            while (((Double) map.read(twin, "Vibration.Ch001")).floatValue() != channel) {
                twin.step(WaterWorks.STEP);
                assertThat(guard++).isLessThan(2000);
            }
            for (int c = 0; c < 60; c++) {
                Object expected = map.read(twin, String.format("Vibration.Ch%03d", c + 1));
                assertThat(ByteBuffer.wrap(block).getFloat(c * 4)).isEqualTo(((Double) expected).floatValue());
            }
        }
    }

    @Test
    void severalMastersAtOnceAreServedWithoutMixUps() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String setpoint = "Intake.P10" + (i % 3 + 1) + ".SpeedSetpoint";
                boolean writes = i < 3;
                tasks.add(() -> {
                    try (Master own = new Master(ADDRESS)) {
                        for (int n = 0; n < 200; n++) {
                            if (writes) {
                                own.write(setpoint, n / 2.0);
                                assertThat(own.number(setpoint)).isCloseTo(n / 2.0, within(1e-9));
                            }
                            assertThat(own.read("Plant.Name")).isEqualTo("WATERWORKS");
                        }
                        return 200;
                    }
                });
            }
            for (Future<Integer> each : pool.invokeAll(tasks)) {
                assertThat(each.get()).isEqualTo(200);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void garbageOnTheWireCostsItsSenderTheConnectionAndNobodyElse() throws Exception {
        byte[] notModbus = "GET / HTTP/1.1\r\nHost: plant\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        notModbus[4] = 0;
        notModbus[5] = 0;
        try (Socket socket = new Socket(ADDRESS.getAddress(), ADDRESS.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(notModbus);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }

        assertThat(master.read("Plant.Name")).isEqualTo("WATERWORKS");
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAndPlaceIsFreeAgainAfterwards() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < ConnectionGuard.CONNECTIONS_MAX; i++) { // the master has one place
                sockets.add(new Socket(ADDRESS.getAddress(), ADDRESS.getPort()));
            }
            Socket last = sockets.get(sockets.size() - 1);
            last.setSoTimeout(5000);
            assertThat(last.getInputStream().read()).isEqualTo(-1);
            assertThat(master.read("Plant.Name")).isEqualTo("WATERWORKS");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
            try (Master another = new Master(ADDRESS)) {
                assertThat(another.read("Plant.Name")).isEqualTo("WATERWORKS");
            }
        });
    }

    // A client that asks and never reads must not fill the memory; when it reads, it gets every answer, in order.
    @Test
    void floodOfRequestsIsAnsweredCompletely() throws Exception {
        int requests = 20_000;
        try (Socket socket = new Socket(ADDRESS.getAddress(), ADDRESS.getPort())) {
            socket.setSoTimeout(10_000);
            Thread sender = new Thread(() -> {
                ByteBuffer frame = ByteBuffer.allocate(12);
                for (int i = 0; i < requests; i++) {
                    frame.clear();
                    frame.putShort((short) i)
                            .putShort((short) 0)
                            .putShort((short) 6)
                            .put((byte) 1);
                    frame.put((byte) 4).putShort((short) 0).putShort((short) 30);
                    try {
                        socket.getOutputStream().write(frame.array());
                    } catch (IOException e) {
                        return; // the reader fails the test
                    }
                }
            });
            sender.setDaemon(true);
            sender.start();
            for (int i = 0; i < requests; i++) {
                byte[] answer = socket.getInputStream().readNBytes(9 + 60);
                assertThat(ByteBuffer.wrap(answer).getShort()).isEqualTo((short) i);
            }
        }
    }

    @Test
    void portInUseIsOneClearSentence() {
        assertThatThrownBy(() -> PlantSimulator.start(ADDRESS, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot serve Modbus on localhost:21500: Address already in use")
                .hasMessageContaining("choose another address or port");
        assertThatThrownBy(() -> PlantSimulator.start(InetSocketAddress.createUnresolved("no.such.host", 21500), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.such.host:21500: the host name is unknown");
    }

    @Test
    void closingFreesPortAndThreadsAndTheNextPlantStartsOnTheSamePort() throws Exception {
        for (int i = 0; i < 3; i++) {
            simulator.close();
            simulator.close();
            assertThat(simulator.running()).isFalse();
            assertThatThrownBy(() -> new Socket(ADDRESS.getAddress(), ADDRESS.getPort()).close())
                    .isInstanceOf(IOException.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> plantThreads().isEmpty());

            simulator = PlantSimulator.start(ADDRESS, 1);
            assertThat(simulator.running()).isTrue();
            assertThat(simulator.address()).isEqualTo(ADDRESS);
            try (Master fresh = new Master(ADDRESS)) {
                assertThat(fresh.number("Plant.Counter")).isLessThan(100);
            }
            assertThat(plantThreads()).hasSize(2).allMatch(Thread::isDaemon);
        }
    }

    private static List<Thread> plantThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pollux-plant"))
                .toList();
    }
}
