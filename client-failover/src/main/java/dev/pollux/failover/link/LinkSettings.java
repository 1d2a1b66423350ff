package dev.pollux.failover.link;

import java.time.Duration;
import java.util.Optional;

/**
 * What all connections of one client have in common.
 *
 * @param applicationName name of this client
 * @param keys own keys and the trust list; empty without security
 * @param encrypt whether messages are encrypted and not only signed; meaningless without keys
 * @param user user name, empty for anonymous
 * @param password password of the user
 * @param connectTimeout limit of one attempt
 * @param requestTimeout limit of one service call
 * @param sessionTimeout session timeout asked of the server
 */
public record LinkSettings(
        String applicationName,
        Optional<Keys> keys,
        boolean encrypt,
        Optional<String> user,
        String password,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration sessionTimeout) {

    @Override
    public String toString() {
        return "LinkSettings[" + applicationName + ", " + user.orElse("anonymous") + "]";
    }
}
