package dev.pollux.archive.rocks;

import dev.pollux.archive.message.Message;
import dev.pollux.archive.message.Message.Position;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How the message log looks as bytes. Keys sort as what they stand for. */
final class MessageKey {
    /** Of a message by time: kind, time, sequence, station. */
    static final byte BY_TIME = 't';

    /** Of a message by station: kind, station, 0, sequence. The value is its time. */
    static final byte BY_STATION = 's';

    /** Kind, station: up to which sequence its messages have been here. */
    static final byte KNOWN = 'k';

    /** Kind, partner: up to which sequence it has given back what it had from the station that keeps the log. */
    static final byte RETURNED = 'b';

    /** Number of messages. */
    static final byte[] COUNT = {'c'};

    private static final int VERSION = 1;

    private MessageKey() {}

    static byte[] byTime(Position at) {
        byte[] station = at.station().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + 2 * Long.BYTES + station.length)
                .put(BY_TIME)
                .putLong(at.time())
                .putLong(at.sequence())
                .put(station)
                .array();
    }

    static byte[] byStation(String station, long sequence) {
        byte[] name = station.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + name.length + Long.BYTES)
                .put(BY_STATION)
                .put(name)
                .put((byte) 0)
                .putLong(sequence)
                .array();
    }

    static byte[] known(String station) {
        return of(KNOWN, station);
    }

    static byte[] returned(String partner) {
        return of(RETURNED, partner);
    }

    private static byte[] of(byte kind, String station) {
        byte[] name = station.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + name.length).put(kind).put(name).array();
    }

    /** The station of a key of kind {@link #KNOWN}. */
    static String station(byte[] known) {
        return new String(known, 1, known.length - 1, StandardCharsets.UTF_8);
    }

    /** The sequence of a key of kind {@link #BY_STATION}. */
    static long sequence(byte[] byStation) {
        return ByteBuffer.wrap(byStation).getLong(byStation.length - Long.BYTES);
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    static byte[] encode(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(message, out);
        } catch (IOException e) {
            throw new IllegalStateException("memory refuses to be written", e);
        }
        return bytes.toByteArray();
    }

    static Message decode(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("a message of layout " + version);
            }
            return new Message(
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readInt(),
                    in.readShort(),
                    in.readUTF(),
                    in.readUTF());
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    private static void write(Message message, DataOutputStream out) throws IOException {
        out.writeUTF(message.station());
        out.writeLong(message.sequence());
        out.writeLong(message.time());
        out.writeLong(message.receiveTime());
        out.writeInt(message.number());
        out.writeShort(message.severity());
        out.writeUTF(message.source());
        out.writeUTF(message.text());
    }
}
