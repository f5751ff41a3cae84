namespace Linli.Platform.Tables;

/// <summary>A file that cannot be read as a table. The message says what is wrong and, where it can, on which line.</summary>
public sealed class InvalidTableException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public InvalidTableException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, with the cause.</summary>
    public InvalidTableException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
