package dev.pollux.server.network;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether an adapter has its addresses from a DHCP server, by the leases that the clients of Linux keep: networkd,
 * dhclient, dhcpcd and NetworkManager. Elsewhere nothing is known, and addresses count as fixed.
 */
final class DhcpLeases {
    private static final List<String> DIRECTORIES =
            List.of("var/lib/dhcp", "var/lib/dhclient", "var/lib/dhcpcd", "var/lib/dhcpcd5", "var/lib/NetworkManager");
    private static final long SIZE_MAX = 1024 * 1024;
    private static final int FILES_MAX = 10_000;

    private final Path root;

    /** @param root of the file system */
    DhcpLeases(Path root) {
        this.root = root;
    }

    /** Whether some client keeps a lease for it. */
    boolean has(String adapter) {
        return ofNetworkd(adapter) || DIRECTORIES.stream().anyMatch(each -> in(root.resolve(each), adapter));
    }

    private boolean ofNetworkd(String adapter) {
        try {
            String index = Files.readString(
                            root.resolve("sys/class/net").resolve(adapter).resolve("ifindex"))
                    .strip();
            return Files.exists(root.resolve("run/systemd/netif/leases").resolve(index));
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean in(Path directory, String adapter) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*lease*")) {
            int left = FILES_MAX;
            for (Path each : files) {
                if (left-- == 0) {
                    return false;
                }
                if (names(each, adapter)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException none) {
            return false; // That client is not used here.
        }
    }

    /** Clients put the adapter into the name of the file, dhclient by itself into the file. */
    private static boolean names(Path file, String adapter) throws IOException {
        String name = String.valueOf(file.getFileName());
        boolean inName =
                name.equals(adapter + ".lease") || name.matches(".*[.-]" + Pattern.quote(adapter) + "\\.leases?");
        return inName
                || (name.equals("dhclient.leases")
                        && Files.size(file) <= SIZE_MAX
                        && Files.readString(file).contains("interface \"" + adapter + "\";"));
    }
}
