package dev.pollux.archive.aggregate;

/** Status codes of history and their information bits (OPC 10000-4 §7.38, OPC 10000-13 §5.3). */
public final class HistoryStatus {
    public static final int GOOD = 0;
    public static final int BAD = 0x80000000;
    public static final int BAD_NO_DATA = 0x809B0000;
    public static final int BAD_AGGREGATE_NOT_SUPPORTED = 0x80D50000;
    public static final int BAD_AGGREGATE_INVALID_INPUTS = 0x80D60000;
    public static final int UNCERTAIN_DATA_SUB_NORMAL = 0x40A40000;

    /** A raw sample: none of the other two. */
    public static final int RAW = 0;

    public static final int CALCULATED = 1;
    public static final int INTERPOLATED = 2;
    public static final int PARTIAL = 4;
    public static final int MULTI_VALUE = 0x10;

    /** InfoType DataValue: says that the information bits mean something. */
    static final int DATA_VALUE = 0x400;

    private static final int CODE = 0xFFFF0000;

    private HistoryStatus() {}

    /** A status with information bits. A bad one without any is left bare. */
    static int with(int status, int bits) {
        return bits == 0 && status < 0 ? status : status | DATA_VALUE | bits;
    }

    /** The code alone, without any bits. */
    static int code(int status) {
        return status & CODE;
    }

    /** Whether archiving knew nothing here: a placeholder or the mark of a hole, not a sample of the device. */
    static boolean isNoData(int status) {
        return (status & CODE) == BAD_NO_DATA;
    }
}
