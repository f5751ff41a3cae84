using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Jt808.Talk;

/// <summary>
/// Terminals that ask to be registered. The protocol hands its authentication code to whoever knows a number, so that is done
/// once: for a terminal that was entered and has never spoken. Afterwards the same terminal, told by its maker and its maker's number, gets a
/// new one when it has lost its own and holds no line; for any other the key is changed at a desk.
/// </summary>
internal sealed class Registrations(IDevices devices, IDeviceLines lines, ILatest latest, IServiceScopeFactory scopes)
{
    /// <summary>What becomes of a terminal that registers with its number.</summary>
    /// <param name="number">Its phone number.</param>
    /// <param name="identity">Its maker and its maker's number; <c>null</c> when it does not say.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The result, and the code it authenticates with from now on when it was registered.</returns>
    public async Task<(JtRegisterResult Result, string? Code)> Register(string number, string? identity, CancellationToken cancel)
    {
        if (devices.ByAddress(DeviceProtocols.Jt808, number) is not { } device)
            return (JtRegisterResult.NoSuchTerminal, null);
        var isFirst = device.State == DeviceState.Expected && latest.Of(device.Id).SeenAt is null;
        if (lines.IsOpen(device.Id) || (!isFirst && identity is null) || device.State == DeviceState.Retired)
            return (JtRegisterResult.TerminalTaken, null);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var key = await scope.ServiceProvider.GetRequiredService<UseCaseRunner>().Run(new RegisterTerminal(device.Id, device.Code, identity, isFirst), cancel);
        return key.Ok ? (JtRegisterResult.Done, key.Value.Value)
            : (key.Problem.Code == RegisterTerminalHandler.Taken.Code ? JtRegisterResult.TerminalTaken : JtRegisterResult.NoSuchTerminal, null);
    }
}
