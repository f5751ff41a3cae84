namespace Linli.Web;

/// <summary>What a colour says; a word or an icon always says it too.</summary>
public enum Tone
{
    /// <summary>Nothing to say.</summary>
    Plain,

    /// <summary>Going well, or done.</summary>
    Good,

    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Needs somebody soon.</summary>
    Warning,

    /// <summary>Wrong or late.</summary>
    Danger,
}
