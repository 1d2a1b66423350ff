package dev.pollux.archive.influx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.pollux.archive.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to an InfluxQL query while it arrives, whether it comes as one document or as many. Numbers stay
 * text until they are wanted, so that no 64-bit integer passes through a double; null stays null.
 *
 * <p>An error stands in the body of an answer with status 200, at the beginning or in the middle. It, and an answer
 * that ends although more was announced, must never look like "no data".
 */
final class ResultReader {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(64 << 20).build())
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private final Rows rows;
    private String id = "";
    private boolean more;
    private @Nullable String[] cells = new @Nullable String[0];

    private ResultReader(Rows rows) {
        this.rows = rows;
    }

    /** Takes rows. */
    @FunctionalInterface
    interface Rows {
        /**
         * Takes a row.
         *
         * @param id value of the tag {@code id} if the query groups by it, otherwise empty
         * @param cells in the order of the query's columns; valid during the call
         * @return whether more is wanted
         */
        boolean row(String id, @Nullable String[] cells);
    }

    /**
     * Hands over all rows.
     *
     * @throws ArchiveException if the server reports an error
     * @throws IOException if the answer breaks off or is not understood
     */
    static void read(InputStream in, Rows rows) throws IOException {
        try (JsonParser json = JSON.createParser(in)) {
            new ResultReader(rows).documents(json);
        }
    }

    private void documents(JsonParser json) throws IOException {
        boolean any = false;
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            expect(json, token, JsonToken.START_OBJECT);
            any = true;
            more = false;
            if (!document(json)) {
                return;
            }
        }
        if (!any || more) {
            throw new IOException(any ? "the answer ends although more was announced" : "the answer is empty");
        }
    }

    private boolean document(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "results" -> {
                    expect(json, value, JsonToken.START_ARRAY);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        if (!result(json)) {
                            return false;
                        }
                    }
                }
                case "error" -> throw error(json);
                default -> json.skipChildren();
            }
        }
        return true;
    }

    private boolean result(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_OBJECT);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "series" -> {
                    expect(json, value, JsonToken.START_ARRAY);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        if (!series(json)) {
                            return false;
                        }
                    }
                }
                case "error" -> throw error(json);
                case "partial" -> more |= value == JsonToken.VALUE_TRUE;
                default -> json.skipChildren();
            }
        }
        return true;
    }

    private boolean series(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_OBJECT);
        id = "";
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "tags" -> tags(json);
                case "columns" -> cells = new @Nullable String[count(json)];
                case "values" -> {
                    expect(json, value, JsonToken.START_ARRAY);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        if (!row(json)) {
                            return false;
                        }
                    }
                }
                case "error" -> throw error(json);
                case "partial" -> more |= value == JsonToken.VALUE_TRUE;
                default -> json.skipChildren();
            }
        }
        return true;
    }

    private void tags(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_OBJECT);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("id")) {
                id = json.getText();
            }
        }
    }

    private static int count(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY);
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json, json.currentToken(), JsonToken.VALUE_STRING);
            count++;
        }
        return count;
    }

    private boolean row(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY);
        int column = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == null || !token.isScalarValue() || column == cells.length) {
                throw new IOException("the answer has a row that does not fit its columns");
            }
            cells[column++] = token == JsonToken.VALUE_NULL ? null : json.getText();
        }
        if (column != cells.length) {
            throw new IOException("the answer has a row that does not fit its columns");
        }
        return rows.row(id, cells);
    }

    private static ArchiveException error(JsonParser json) throws IOException {
        return new ArchiveException("InfluxDB: " + json.getText().replaceAll("\\s+", " "));
    }

    private static void expect(JsonParser json, @Nullable JsonToken token, JsonToken expected) throws IOException {
        if (token != expected) {
            throw new IOException("the answer has " + token + " instead of " + expected + " at "
                    + json.currentLocation().offsetDescription());
        }
    }
}
