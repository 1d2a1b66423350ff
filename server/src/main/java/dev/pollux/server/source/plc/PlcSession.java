package dev.pollux.server.source.plc;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.source.Session;
import dev.pollux.server.source.SessionException;
import dev.pollux.server.source.block.Block;
import dev.pollux.server.source.block.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.plc4x.java.api.exceptions.PlcConnectionException;
import org.apache.plc4x.java.api.messages.PlcReadRequest;
import org.apache.plc4x.java.api.messages.PlcReadResponse;
import org.apache.plc4x.java.api.types.PlcResponseCode;
import org.apache.plc4x.java.api.value.PlcValue;
import org.apache.plc4x.java.spi.values.PlcRawByteArray;

/** A session through PLC4X: one tag, one request, one answer. */
final class PlcSession implements Session {
    private static final String TAG = "block";
    private static final byte[] NOTHING = {};

    private final DeviceConnection connection;
    private final TagForm form;
    /** Building a request costs as much as sending it. Bounded by the blocks of the device. */
    private final Map<Block, PlcReadRequest> requests = new HashMap<>();

    private PlcSession(DeviceConnection connection, TagForm form) {
        this.connection = connection;
        this.form = form;
    }

    static Session open(DeviceConfig device, DeviceConnection connection, TagForm form)
            throws SessionException, InterruptedException {
        boolean connected = false;
        try {
            connection.connect();
            connected = true;
            return new PlcSession(connection, form);
        } catch (PlcConnectionException failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException("connecting to device " + device.name());
            }
            throw new SessionException(
                    "cannot connect to " + device.host() + ":" + device.port() + ": " + rootOf(failure), failure);
        } finally {
            if (!connected) {
                connection.dispose();
            }
        }
    }

    @Override
    public CompletableFuture<Reply> read(Block block) {
        try {
            return requests.computeIfAbsent(block, this::request).execute().thenApply(PlcSession::reply);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public CompletableFuture<Outcome> write(Change change) {
        try {
            return connection
                    .writeRequestBuilder()
                    .addTag(TAG, form.writeTag(change), form.values(change))
                    .build()
                    .execute()
                    .thenApply(response -> outcome(response.getResponseCode(TAG)));
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public boolean alive() {
        return connection.isConnected();
    }

    @Override
    public void close() {
        connection.dispose();
    }

    private PlcReadRequest request(Block block) {
        return connection.readRequestBuilder().addTag(TAG, form.readTag(block)).build();
    }

    private static Reply reply(PlcReadResponse response) {
        Outcome outcome = outcome(response.getResponseCode(TAG));
        if (outcome != Outcome.OK) {
            return new Reply(outcome, NOTHING);
        }
        PlcValue value = response.getPlcValue(TAG);
        if (value instanceof PlcRawByteArray bytes) {
            return new Reply(outcome, bytes.getRaw());
        }
        // A single byte of an S7 comes as a number; OK without a value is a defect of the driver.
        return value == null || value.isNull()
                ? new Reply(Outcome.UNREADABLE, NOTHING)
                : new Reply(outcome, new byte[] {(byte) value.getInteger()});
    }

    private static Outcome outcome(PlcResponseCode code) {
        return switch (code) {
            case OK -> Outcome.OK;
            case NOT_FOUND -> Outcome.NOT_FOUND;
            case ACCESS_DENIED -> Outcome.ACCESS_DENIED;
            case INVALID_ADDRESS -> Outcome.INVALID_ADDRESS;
            case INVALID_DATATYPE -> Outcome.INVALID_TYPE;
            case INVALID_DATA -> Outcome.INVALID_DATA;
            case REMOTE_BUSY -> Outcome.BUSY;
            case REMOTE_ERROR -> Outcome.DEVICE_FAILURE;
            case UNSUPPORTED -> Outcome.UNSUPPORTED;
            case INTERNAL_ERROR, RESPONSE_PENDING -> Outcome.UNREADABLE;
        };
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
