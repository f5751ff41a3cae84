namespace Linli.Open311.Speak;

/// <summary>A part of an answer, the same for XML and JSON.</summary>
internal abstract record Node
{
    public static implicit operator Node(string text) => new Text(text);

    public static implicit operator Node(bool value) => new Flag(value);

    public static implicit operator Node(int value) => new Number(value);
}

/// <summary>A text; ids are texts too.</summary>
internal sealed record Text(string Value) : Node;

/// <summary>True or false.</summary>
internal sealed record Flag(bool Value) : Node;

/// <summary>A number.</summary>
internal sealed record Number(double Value) : Node;

/// <summary>Several parts under one name each; <c>null</c> is an empty element, or <c>null</c>.</summary>
internal sealed record Fields(params IReadOnlyList<(string Name, Node? Value)> Parts) : Node;

/// <summary>Parts of one kind: in XML each in an element of that name, in JSON a bare array.</summary>
internal sealed record Items(string Name, IReadOnlyList<Node> Parts) : Node;

/// <summary>A whole answer: its root element in XML, its content alone in JSON.</summary>
internal sealed record Document(string Root, Node Content);
