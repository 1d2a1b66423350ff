package dev.pollux.nodesets;

import java.util.List;
import java.util.Optional;

/**
 * A DataType.
 *
 * @param header common part
 * @param isAbstract whether no value may have exactly this type
 * @param definition fields of a structure or values of an enumeration
 */
public record UADataType(NodeHeader header, boolean isAbstract, Optional<Definition> definition) implements UANode {
    /**
     * The DataTypeDefinition.
     *
     * @param kind what the fields are
     * @param fields in the order of the file
     */
    public record Definition(Kind kind, List<Field> fields) {
        public Definition {
            fields = List.copyOf(fields);
        }
    }

    /** What a definition describes. */
    public enum Kind {
        STRUCTURE,
        UNION,
        ENUMERATION,
        OPTION_SET
    }

    /**
     * A field of a structure, or a value of an enumeration.
     *
     * @param name symbolic name
     * @param description may be empty
     * @param shape type of a structure's field; BaseDataType for an enumeration
     * @param value number of an enumeration's value; -1 for a structure
     * @param optional whether a structure's field may be absent
     */
    public record Field(String name, Text description, ValueShape shape, long value, boolean optional) {}
}
