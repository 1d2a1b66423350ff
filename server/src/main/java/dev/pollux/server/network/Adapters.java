package dev.pollux.server.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

/** Asks the operating system about network adapters. */
final class Adapters {
    private static final Path SYSTEM = Path.of("/sys/class/net");

    private Adapters() {}

    static AdapterState state(String name) {
        try {
            NetworkInterface adapter = NetworkInterface.getByName(name);
            if (adapter == null) {
                // Without an address Java does not always find it; Linux does.
                boolean present = Files.exists(SYSTEM.resolve(name));
                return new AdapterState(name, present, present && administered(name), carrier(name), false);
            }
            boolean up = adapter.isUp() || administered(name);
            boolean address = Collections.list(adapter.getInetAddresses()).stream()
                    .anyMatch(each -> !each.isLinkLocalAddress() && !each.isAnyLocalAddress());
            return new AdapterState(name, true, up, carrier(name), address);
        } catch (SocketException e) {
            return new AdapterState(name, false, false, false, false);
        }
    }

    /** Whether an administrator has switched it on (IFF_UP), which {@code isUp} mixes with the carrier. */
    private static boolean administered(String name) {
        try {
            String flags =
                    Files.readString(SYSTEM.resolve(name).resolve("flags")).strip();
            return (Integer.decode(flags) & 1) != 0;
        } catch (IOException | NumberFormatException notLinux) {
            return false;
        }
    }

    /** Where the system does not tell, {@code isUp} has to do. */
    private static boolean carrier(String name) {
        Path file = SYSTEM.resolve(name).resolve("carrier");
        if (!Files.exists(file)) {
            return true;
        }
        return flag(name, "carrier", "1");
    }

    private static boolean flag(String name, String file, String value) {
        try {
            return Files.readString(SYSTEM.resolve(name).resolve(file)).strip().equals(value);
        } catch (IOException switchedOff) {
            // The carrier of an adapter that is switched off cannot be read.
            return false;
        }
    }

    static InetAddress numeric(String address) {
        try {
            // Checked by the configuration to be an address: nothing is looked up.
            return InetAddress.getByName(address);
        } catch (IOException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }
}
