using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Linli.Sensing;

namespace Linli.Jt808.Talk;

/// <summary>Gives a terminal that registers for the first time (终端注册) the key it authenticates with from now on.</summary>
/// <param name="Device">Which device.</param>
/// <param name="Code">Its code.</param>
internal sealed record RegisterTerminal(DeviceId Device, string Code) : ICommand<TerminalKey>, IAudited
{
    public string? AuditSubject => Code;
}

/// <summary>The key of a terminal.</summary>
internal sealed record TerminalKey(string Value);

internal sealed class RegisterTerminalHandler(IDeviceBook book) : IHandler<RegisterTerminal, TerminalKey>
{
    public async Task<Result<TerminalKey>> Handle(RegisterTerminal request, CancellationToken cancel) =>
        await book.RenewKey(request.Device, cancel) is { } key
            ? new TerminalKey(key)
            : Problem.NotFound("jt808.no_terminal", "没有这个终端，或已停用。", "There is no such terminal, or it is retired.");
}
