package dev.pollux.failover.link;

import java.util.List;

/**
 * Where a server of a set can be reached.
 *
 * @param uri ApplicationUri
 * @param name ApplicationName, empty if not told
 * @param urls {@code opc.tcp} addresses, best first; may be empty
 */
public record ServerAddress(String uri, String name, List<String> urls) {

    /** Most addresses kept per server. */
    public static final int URLS_MAX = 16;

    /** Keeps at most {@link #URLS_MAX} addresses. */
    public ServerAddress {
        urls = urls.stream().distinct().limit(URLS_MAX).toList();
    }
}
