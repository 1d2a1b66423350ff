package dev.pollux.archive.influx;

import dev.pollux.archive.TimeRange;
import java.util.Collection;
import java.util.stream.Collectors;

/** Statements in the query language that 1.x, 2.x and 3.x have in common. Ranges lie inside what InfluxDB can store. */
final class InfluxQl {
    private InfluxQl() {}

    /** All samples of a series in a range, ascending. */
    static String select(String measurement, String name, TimeRange range) {
        return "SELECT " + RowCodec.FIELDS + " FROM \"" + measurement + "\" WHERE id = " + text(name) + " AND "
                + within(range);
    }

    /** At most so many samples of a series in a range. */
    static String page(String measurement, String name, TimeRange range, boolean reverse, int limit) {
        return select(measurement, name, range) + " ORDER BY time " + (reverse ? "DESC" : "ASC") + " LIMIT " + limit;
    }

    /** All samples of some series in a range; series by series in the order of the bytes of their names. */
    static String selectAll(String measurement, Collection<String> names, TimeRange range) {
        return "SELECT " + RowCodec.FIELDS + " FROM \"" + measurement + "\" WHERE " + within(range) + " AND ("
                + names.stream().map(name -> "id = " + text(name)).collect(Collectors.joining(" OR "))
                + ") GROUP BY id";
    }

    /** One sample of each series. The list of tag values would also name series that are empty by now. */
    static String series(String measurement) {
        return "SELECT st FROM \"" + measurement + "\" GROUP BY id LIMIT 1";
    }

    static String earliest(String measurement) {
        return "SELECT st FROM \"" + measurement + "\" ORDER BY time LIMIT 1";
    }

    static String delete(String measurement, String name, TimeRange range) {
        return "DELETE FROM \"" + measurement + "\" WHERE id = " + text(name) + " AND " + within(range);
    }

    static String deleteBefore(String measurement, long time) {
        return "DELETE FROM \"" + measurement + "\" WHERE time < " + InfluxTime.nanos(time);
    }

    private static String within(TimeRange range) {
        // Samples lie on multiples of 100 ns.
        return "time >= " + InfluxTime.nanos(range.from()) + " AND time <= " + InfluxTime.nanos(range.to() - 1);
    }

    private static String text(String name) {
        // An id holds neither control characters nor a backslash.
        return "'" + RowCodec.id(name).replace("'", "\\'") + "'";
    }
}
