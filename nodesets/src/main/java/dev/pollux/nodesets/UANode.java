package dev.pollux.nodesets;

/** A node of a node set; one record for each NodeClass, named as the elements in the file. */
public sealed interface UANode
        permits UAObject, UAVariable, UAMethod, UAObjectType, UAVariableType, UADataType, UAReferenceType {
    /** What all nodes have in common. */
    NodeHeader header();

    /** The NodeId. */
    default NodeKey id() {
        return header().id();
    }
}
