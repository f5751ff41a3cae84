using Linli.Platform.Demo;

namespace Linli.Platform.Webhooks;

/// <summary>Configuration section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Whether receivers inside the network, and plain http, are allowed. The demo allows them.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>Address of this installation, the <c>source</c> of its events; without it <c>urn:linli:&lt;installation&gt;</c>.</summary>
    public string? Source { get; set; }

    internal bool AllowsPrivate(DemoMode demo) => AllowPrivate || demo.IsDemo;
}
