using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Jt808.Talk;

/// <summary>
/// Terminals that ask to be registered. The protocol hands its authentication code to whoever knows a number, so that is done
/// once: for a terminal that was entered and has never spoken. Later its key is changed at a desk.
/// </summary>
internal sealed class Registrations(IDevices devices, IServiceScopeFactory scopes)
{
    /// <summary>What becomes of a terminal that registers with its number.</summary>
    /// <returns>The result, and the code it authenticates with from now on when it was registered.</returns>
    public async Task<(JtRegisterResult Result, string? Code)> Register(string number, CancellationToken cancel)
    {
        if (devices.ByAddress(DeviceProtocols.Jt808, number) is not { } device)
            return (JtRegisterResult.NoSuchTerminal, null);
        if (device.State != DeviceState.Expected)
            return (JtRegisterResult.TerminalTaken, null);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var key = await scope.ServiceProvider.GetRequiredService<UseCaseRunner>().Run(new RegisterTerminal(device.Id, device.Code), cancel);
        return key.Ok ? (JtRegisterResult.Done, key.Value.Value) : (JtRegisterResult.NoSuchTerminal, null);
    }
}
