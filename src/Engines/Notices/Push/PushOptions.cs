namespace Linli.Notices.Push;

/// <summary>Configuration section <c>Push</c>.</summary>
internal sealed class PushOptions
{
    public const string Section = "Push";

    /// <summary>How a push service reaches the operator: <c>mailto:</c> or an https address. Apple takes nothing without it.</summary>
    public string? Contact { get; set; }

    /// <summary>Whether push services inside the network, and plain http, are allowed; for tests of one's own.</summary>
    public bool AllowPrivate { get; set; }
}
