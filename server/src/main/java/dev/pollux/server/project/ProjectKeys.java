package dev.pollux.server.project;

import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.project.UsersConfig.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every key of {@code project.yaml}. */
final class ProjectKeys {
    static final String FILE = "project.yaml";
    static final String HOST = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,252})|[0-9A-Fa-f:.]{2,45}";

    /** Namespaces with a meaning of their own: OPC UA and its companions, Pollux' types, the stations' own. */
    private static final String RESERVED = "(http://opcfoundation\\.org/UA/|http://pollux\\.dev/UA/|urn:pollux:)";

    static final Plain<String> STATION_NAME = Shapes.matching(
            "a station name: a letter, then letters, digits, _ or -, at most 32", 32, "[A-Za-z][A-Za-z0-9_-]{0,31}");
    static final Plain<String> DEVICE_NAME = Shapes.matching(
            "a device name: a letter, then letters, digits, _, . or -, at most 64", 64, "[A-Za-z][A-Za-z0-9_.-]{0,63}");
    static final Plain<String> HOST_NAME = Shapes.matching("a host name or IP address", 253, HOST);
    private static final String AREA_EDGE = "[^/\\s\\x00-\\x1F\\x7F]";
    private static final String AREA_NAME = AREA_EDGE + "([^/\\x00-\\x1F\\x7F]*" + AREA_EDGE + ")?";
    static final Plain<String> AREA_PATH = Shapes.matching(
            "an area path: names joined by /, each without blanks at its ends, at most 16 deep and 256 long",
            256,
            AREA_NAME + "(/" + AREA_NAME + "){0,15}");

    static final Key<String> NAME = Key.required(
            "name",
            Shapes.matching(
                    "a project name: a lower-case letter, then lower-case letters, digits or -, at most 63",
                    63,
                    "[a-z][a-z0-9-]{0,62}"),
            "Name of the plant. Part of each station's ApplicationUri `urn:pollux:<name>:<station>`.");
    static final Key<String> NAMESPACE = Key.required(
            "namespace",
            namespace(),
            "Namespace URI of all areas and tags, the same on every station. Clients store it: never change it.");
    static final Key<Values> PROJECT =
            Key.required("project", new Section(NAME, NAMESPACE), "What the project is called.");

    static final Key<Duration> HEARTBEAT = Key.standard(
            "heartbeat", Shapes.duration("20ms", "10s"), "200ms", "Distance of two exchanges on a partner link.");
    static final Key<Duration> FAIL_AFTER = Key.standard(
            "fail-after",
            Shapes.duration("300ms", "1m"),
            "1s",
            "Silence on a link after which it counts as failed. At least 3 x heartbeat.");
    static final Key<Values> LINK =
            Key.standard("link", new Section(HEARTBEAT, FAIL_AFTER), "{}", "Timing of the links to the partner.");
    static final Key<List<String>> STATIONS = Key.standard(
            "stations",
            new Listed<>(STATION_NAME, "station names", 1, 9, true),
            "[CASTOR]",
            "The members of the set. One station runs alone (Standalone), two form a redundant pair, more need a"
                    + " witness.");
    static final Key<String> DEFAULT_MASTER = Key.optional(
            "default-master",
            STATION_NAME,
            "Who leads when both stations start at the same time; one of `stations`. Without it the name that comes"
                    + " first in the alphabet.");
    static final Key<Duration> STARTUP_WAIT = Key.standard(
            "startup-wait",
            Shapes.duration("100ms", "10m"),
            "3s",
            "How long a starting station looks for its partner before it leads alone.");
    static final Key<Duration> STABILITY = Key.standard(
            "stability",
            Shapes.duration("100ms", "1h"),
            "5s",
            "How long one station must see more devices than the other before they change roles.");
    static final Key<Duration> NETWORK_STABILITY = Key.standard(
            "network-stability",
            Shapes.duration("100ms", "1h"),
            "1s",
            "How long a Master must be cut off from the plant's network, while another station is not, before it gives"
                    + " way.");
    static final Key<Values> REDUNDANCY = Key.standard(
            "redundancy",
            new Section(
                    STATIONS,
                    ModeKeys.ENABLED,
                    ModeKeys.SWITCH_CLIENTS,
                    ModeKeys.MODE,
                    DEFAULT_MASTER,
                    STARTUP_WAIT,
                    STABILITY,
                    NETWORK_STABILITY,
                    LINK,
                    WitnessKeys.WITNESS),
            "{}",
            "The redundant set. Left out: one station named CASTOR, no redundancy.");

    static final Key<String> PATH = Key.required("path", AREA_PATH, "For example `Intake/Pumps`; used only once.");
    static final Key<String> DESCRIPTION =
            Key.standard("description", Shapes.freeText(1000), "\"\"", "For operators; clients see it.");
    static final Key<List<Values>> AREAS = Key.standard(
            "areas",
            new Listed<>(new Section(PATH, DESCRIPTION), "areas", 0, 10_000, false),
            "[]",
            "The parts of the plant, shown as folders. Parents need not be listed.");

    static final Key<String> DEVICE = Key.required("name", DEVICE_NAME, "Unique in the project.");
    static final Key<Protocol> PROTOCOL =
            Key.required("protocol", Shapes.oneOf(Protocol.class), "How the device is talked to.");
    static final Key<String> HOST_KEY = Key.required("host", HOST_NAME, "Where the device is.");
    static final Key<Integer> PORT =
            Key.optional("port", Shapes.whole(1, 65535), "TCP port. Without it 502 for modbus-tcp, 102 for s7.");
    static final Key<Integer> UNIT =
            Key.standard("unit", Shapes.whole(0, 255), "1", "Modbus unit identifier; for s7 the slot.");
    static final Key<Duration> CONNECT_TIMEOUT =
            Key.standard("connect-timeout", Shapes.duration("10ms", "1m"), "1s", "Bound on opening a connection.");
    static final Key<Duration> REQUEST_TIMEOUT =
            Key.standard("request-timeout", Shapes.duration("10ms", "1m"), "500ms", "Bound on one request.");
    static final Key<Integer> BLOCK_GAP = Key.standard(
            "block-gap",
            Shapes.whole(0, 120),
            "8",
            "How many unconfigured registers (bytes for s7) are read through to merge two blocks into one request.");
    static final Key<List<Values>> DEVICES = Key.standard(
            "devices",
            new Listed<>(
                    new Section(
                            DEVICE,
                            PROTOCOL,
                            HOST_KEY,
                            PORT,
                            UNIT,
                            CONNECT_TIMEOUT,
                            REQUEST_TIMEOUT,
                            BLOCK_GAP,
                            ModeKeys.CONNECTION),
                    "devices",
                    0,
                    1000,
                    false),
            "[]",
            "The upstream devices.");

    static final Key<Optional<Role>> ANONYMOUS = Key.standard(
            "anonymous", anonymous(), "none", "Role of sessions without a user name; `none` refuses them.");
    static final Key<String> USER = Key.required(
            "name",
            Shapes.matching("a login name of at most 64 letters, digits, _, ., @ or -", 64, "[A-Za-z0-9_.@-]{1,64}"),
            "Login name, unique.");
    static final Key<String> PASSWORD_HASH =
            Key.required("password-hash", passwordHash(), "Made by `pollux hash-password`; never the password.");
    static final Key<Role> ROLE = Key.required(
            "role", Shapes.oneOf(Role.class), "What the user may do; each role includes the ones before it.");
    static final Key<List<Values>> ACCOUNTS = Key.standard(
            "accounts",
            new Listed<>(new Section(USER, PASSWORD_HASH, ROLE), "accounts", 0, 1000, false),
            "[]",
            "Users that log in by name and password.");
    static final Key<Values> USERS =
            Key.standard("users", new Section(ANONYMOUS, ACCOUNTS), "{}", "Who may log in. Left out: nobody.");

    static final Section ROOT =
            new Section(PROJECT, REDUNDANCY, AREAS, DEVICES, ArchiveKeys.ARCHIVE, MessageKeys.MESSAGES, USERS);

    private ProjectKeys() {}

    private static Plain<String> namespace() {
        String rule = "an absolute URI that does not begin with http://opcfoundation.org/UA/, http://pollux.dev/UA/"
                + " or urn:pollux:";
        return Shapes.matching(
                rule,
                512,
                "(?!" + RESERVED + ")[A-Za-z][A-Za-z0-9+.-]*:[!-~]+",
                text -> absolute(text) ? Optional.of(text) : Optional.empty());
    }

    private static boolean absolute(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException notAUri) {
            return false;
        }
    }

    private static Plain<Optional<Role>> anonymous() {
        Map<String, Optional<Role>> words = new LinkedHashMap<>();
        words.put("none", Optional.empty());
        for (Role role : Role.values()) {
            words.put(Shapes.word(role), Optional.of(role));
        }
        return Shapes.oneOf(words);
    }

    /** Salt of 16 and hash of 32 bytes; the value is never shown, as somebody may have put the password there. */
    private static Plain<String> passwordHash() {
        String regex = "pbkdf2-sha256:[1-9][0-9]{5,7}:[A-Za-z0-9+/]{22}==:[A-Za-z0-9+/]{43}=";
        Plain<String> plain = Shapes.matching(
                "a hash of at least 210000 iterations made by `pollux hash-password`",
                120,
                regex,
                text -> Optional.of(text).filter(hash -> {
                    int iterations = Integer.parseInt(hash.split(":", -1)[1]);
                    return iterations >= 210_000 && iterations <= 10_000_000;
                }));
        return new Plain<>(plain.rule(), plain.kinds(), plain.parse(), plain.schema(), plain.words(), true);
    }
}
