namespace Linli.People.SignIn.Outside;

/// <summary>Configuration section <c>People:Outside</c>.</summary>
internal sealed class OutsideOptions
{
    public const string Section = "People:Outside";

    /// <summary>Whether houses inside the network, and plain http, are allowed.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>This installation as browsers reach it, such as <c>https://linli.example.org</c>; otherwise as the request says.</summary>
    public string? PublicUrl { get; set; }
}
