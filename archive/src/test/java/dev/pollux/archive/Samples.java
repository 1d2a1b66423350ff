package dev.pollux.archive;

import java.math.BigInteger;
import java.util.SplittableRandom;

/** Samples of any kind, from a seed. */
public final class Samples {
    private Samples() {}

    /** Any time that can be archived. */
    public static long time(SplittableRandom random) {
        return random.nextLong(Ticks.MIN, Ticks.MAX);
    }

    /** A sample with any value, status and server time. */
    public static ArchivedSample any(SplittableRandom random, long time) {
        long serverTime = switch (random.nextInt(4)) {
            case 0 -> time;
            case 1 -> time + random.nextInt(-100_000, 100_000);
            case 2 -> time + random.nextLong(Ticks.PER_DAY);
            default -> random.nextLong();
        };
        int status = random.nextBoolean() ? 0 : random.nextInt();
        return new ArchivedSample(time, serverTime, status, value(random));
    }

    /** Any value. */
    public static Value value(SplittableRandom random) {
        return switch (random.nextInt(16)) {
            case 0 -> Value.NULL;
            case 1 -> new Value(Value.BOOLEAN, random.nextBoolean());
            case 2 -> new Value(Value.SBYTE, (byte) random.nextInt());
            case 3 -> new Value(Value.BYTE, (short) random.nextInt(256));
            case 4 -> new Value(Value.INT16, (short) random.nextInt());
            case 5 -> new Value(Value.UINT16, random.nextInt(65_536));
            case 6 -> new Value(Value.INT32, random.nextInt());
            case 7 -> new Value(Value.UINT32, random.nextInt() & 0xFFFF_FFFFL);
            case 8 -> new Value(Value.INT64, random.nextLong() >> random.nextInt(64));
            case 9 -> new Value(Value.UINT64, new BigInteger(1, bytes(random, 8)));
            case 10 -> new Value(Value.FLOAT, number(random).floatValue());
            case 11, 12 -> new Value(Value.DOUBLE, number(random));
            case 13 -> new Value(Value.STRING, random.nextInt(5) == 0 ? null : text(random));
            case 14 -> new Value(Value.DATE_TIME, time(random));
            default -> Value.encoded(bytes(random, random.nextInt(100)));
        };
    }

    private static Double number(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-1_000_000, 1_000_000) / 100.0;
            case 1 -> (double) random.nextInt();
            case 2 -> random.nextDouble();
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            // Mostly ASCII, some of everything, unpaired surrogates among it.
            text.append((char) random.nextInt(random.nextInt(4) == 0 ? 0x10000 : 0x7F));
        }
        return text.toString();
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
