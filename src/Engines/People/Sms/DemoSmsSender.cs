using Linli.Platform.Results;

namespace Linli.People.Sms;

/// <summary>Sends nothing: in the demo the code is shown where it was asked for.</summary>
internal sealed class DemoSmsSender : ISmsSender
{
    public Problem? NotReady => null;

    public Task<Problem?> Send(string phone, string text, CancellationToken cancel) => Task.FromResult<Problem?>(null);
}
