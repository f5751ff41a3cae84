using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Jt808.Talk;

/// <summary>Gives a terminal that registers (终端注册) the key it authenticates with from now on: once, and again to the same terminal.</summary>
/// <param name="Device">Which device.</param>
/// <param name="Code">Its code.</param>
/// <param name="Identity">Maker and number of the terminal, as of <see cref="JtIdentity"/>.</param>
/// <param name="IsFirst">Whether it was entered and never spoke.</param>
internal sealed record RegisterTerminal(DeviceId Device, string Code, string? Identity, bool IsFirst) : ICommand<TerminalKey>, IAudited
{
    public string? AuditSubject => Code;
}

/// <summary>The key of a terminal.</summary>
internal sealed record TerminalKey(string Value);

internal sealed class RegisterTerminalHandler(LinliDb db, IDeviceBook book, FieldCipher cipher, TimeProvider time) : IHandler<RegisterTerminal, TerminalKey>
{
    private const string Purpose = "jt808 terminal";

    public static Problem Taken { get; } = Problem.Conflict("jt808.terminal_taken", "该终端已注册，请在设备页更换密钥。", "This terminal is registered: renew its key on the page of the device.");

    public async Task<Result<TerminalKey>> Handle(RegisterTerminal request, CancellationToken cancel)
    {
        var identity = request.Identity is { } said ? cipher.Hash(Purpose, said) : null;
        var known = await db.Records<RegisteredTerminal>().SingleOrDefaultAsync(t => t.Device == request.Device.Value, cancel);
        if (!request.IsFirst && (identity is null || known?.Identity != identity))
            return Taken;
        if (await book.RenewKey(request.Device, cancel) is not { } key)
            return Problem.NotFound("jt808.no_terminal", "没有这个终端，或已停用。", "There is no such terminal, or it is retired.");
        var now = Clock.Now(time);
        if (known is not null && identity is not null)
            (known.Identity, known.At) = (identity, now);
        else if (known is not null)
            db.Records<RegisteredTerminal>().Remove(known);
        else if (identity is not null)
            db.Records<RegisteredTerminal>().Add(new() { Device = request.Device.Value, Identity = identity, At = now });
        return new TerminalKey(key);
    }
}
