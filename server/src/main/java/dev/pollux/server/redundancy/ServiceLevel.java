package dev.pollux.server.redundancy;

/**
 * The OPC UA ServiceLevel (OPC 10000-4 §6.6.2.4.2) with the reason for it.
 *
 * @param value 0 maintenance, 1 no data, 2..199 degraded, 200..255 healthy
 * @param reason for operators
 */
public record ServiceLevel(int value, String reason) {
    public ServiceLevel {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException("ServiceLevel must be 0..255, not " + value);
        }
    }
}
