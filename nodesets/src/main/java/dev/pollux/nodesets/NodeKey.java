package dev.pollux.nodesets;

import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NodeId as a NodeSet file writes it (OPC 10000-6 §5.3.1.10).
 *
 * @param namespace index in {@link NodeSet#namespaceUris()}, not in a server
 * @param kind of identifier
 * @param identifier the identifier without its prefix, already checked against {@code kind}
 */
public record NodeKey(int namespace, Kind kind, String identifier) {
    private static final Pattern TEXT = Pattern.compile("(?:ns=(\\d{1,5});)?([isgb])=(.+)", Pattern.DOTALL);
    private static final long UINT32_MAX = 0xFFFF_FFFFL;
    private static final int NAMESPACE_MAX = 0xFFFF;
    private static final int STRING_LENGTH_MAX = 4096;

    /** The four kinds of identifiers. */
    public enum Kind {
        NUMERIC,
        STRING,
        GUID,
        OPAQUE
    }

    /** A numeric NodeId of the OPC UA namespace. */
    public static NodeKey standard(long identifier) {
        return new NodeKey(0, Kind.NUMERIC, Long.toString(identifier));
    }

    /** A string NodeId. */
    public static NodeKey string(int namespace, String identifier) {
        return new NodeKey(namespace, Kind.STRING, identifier);
    }

    /** Reads {@code ns=1;s=Pump}; empty if the text is no NodeId. */
    public static Optional<NodeKey> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int namespace = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
        String identifier = matcher.group(3);
        Kind kind = switch (matcher.group(2)) {
            case "i" -> Kind.NUMERIC;
            case "s" -> Kind.STRING;
            case "g" -> Kind.GUID;
            default -> Kind.OPAQUE;
        };
        return namespace <= NAMESPACE_MAX && fits(kind, identifier)
                ? Optional.of(new NodeKey(namespace, kind, identifier))
                : Optional.empty();
    }

    private static boolean fits(Kind kind, String identifier) {
        try {
            return switch (kind) {
                case NUMERIC -> {
                    long number = Long.parseLong(identifier);
                    yield number >= 0 && number <= UINT32_MAX;
                }
                case STRING -> identifier.length() <= STRING_LENGTH_MAX;
                case GUID -> UUID.fromString(identifier) != null;
                case OPAQUE -> Base64.getDecoder().decode(identifier).length <= STRING_LENGTH_MAX;
            };
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        String prefix = switch (kind) {
            case NUMERIC -> "i=";
            case STRING -> "s=";
            case GUID -> "g=";
            case OPAQUE -> "b=";
        };
        return (namespace == 0 ? "" : "ns=" + namespace + ";") + prefix + identifier;
    }
}
