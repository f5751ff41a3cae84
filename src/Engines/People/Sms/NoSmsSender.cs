using Linli.Platform.Results;

namespace Linli.People.Sms;

/// <summary>What stands where no gateway is configured: says so, and keeps nothing.</summary>
internal sealed class NoSmsSender : ISmsSender
{
    public Problem? NotReady { get; } = new("sms_not_configured",
        ("短信服务尚未配置，请联系管理员。", "No SMS gateway is configured: please tell the operator (setting Sms:Webhook:Url)."),
        ProblemKind.Conflict);

    public Task<Problem?> Send(string phone, string text, CancellationToken cancel) => Task.FromResult(NotReady);
}
