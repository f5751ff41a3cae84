using Linli.Jt808;
using Linli.Platform.Data;
using Linli.Sensing;
using Linli.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Devices.Tests.Jt808;

/// <summary>T08: a terminal gets its code once, and again when it has lost it and is the same; nobody else gets one by knowing a number.</summary>
public sealed class RegistrationTests
{
    private const string Phone = "13900001007";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Both))]
    public async Task SameTerminal_RegistersAgain_AndAnotherDoesNot(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind, builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Lines:Enabled"] = "true", ["Jt808:Port"] = "0", ["Mqtt:Port"] = "-1", ["Mqtt:TlsPort"] = "-1", ["Gb26875:Port"] = "-1", ["Hj212:Port"] = "-1",
        }));
        await Enter(town, "V-1", Phone);
        await using var terminal = await Connect(town, Phone);
        var (first, code) = await terminal.Register(Cancel, "A000017");
        first.ShouldBe(JtRegisterResult.Done);
        (await terminal.Authenticate(code!, Cancel)).ShouldBe(JtResult.Done);

        // While it speaks it has not lost anything.
        await using (var thief = await Connect(town, Phone))
            (await thief.Register(Cancel, "A000017")).ShouldBe((JtRegisterResult.TerminalTaken, null));
        (await terminal.Say(JtMessages.Logout, [], Cancel)).ShouldBe(JtResult.Done);

        // It lost its code in a power cut.
        await using var again = await Connect(town, Phone);
        foreach (var other in new[] { "A000018", "0000000", "" })
            (await again.Register(Cancel, other)).ShouldBe((JtRegisterResult.TerminalTaken, null), other);
        var (second, fresh) = await again.Register(Cancel, "A000017");
        (second, fresh == code).ShouldBe((JtRegisterResult.Done, false));
        await using var late = await Connect(town, Phone);
        (await late.Authenticate(code!, Cancel)).ShouldBe(JtResult.Failed, "the old code opens nothing");
        (await late.Authenticate(fresh!, Cancel)).ShouldBe(JtResult.Done);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TerminalWithAMakersKey_OrWithoutANumber_IsNotHandedAnother(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind, builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Lines:Enabled"] = "true", ["Jt808:Port"] = "0", ["Mqtt:Port"] = "-1", ["Mqtt:TlsPort"] = "-1", ["Gb26875:Port"] = "-1", ["Hj212:Port"] = "-1",
        }));
        await Enter(town, "V-1", Phone, inService: true);
        await using var terminal = await Connect(town, Phone);
        (await terminal.Register(Cancel, "A000017")).ShouldBe((JtRegisterResult.TerminalTaken, null));
        await Enter(town, "V-2", "13900001008");
        await using var nameless = await Connect(town, "13900001008");
        var (result, code) = await nameless.Register(Cancel, "");
        result.ShouldBe(JtRegisterResult.Done, "the first time whoever was entered gets its code");
        (await nameless.Authenticate(code!, Cancel)).ShouldBe(JtResult.Done);
        await nameless.Say(JtMessages.Logout, [], Cancel);
        await town.Services.GetRequiredService<Linli.Sensing.Devices.FirstWords>().Look(Cancel);
        (await nameless.Register(Cancel, "")).ShouldBe((JtRegisterResult.TerminalTaken, null));
    }

    private static Task<JtClient> Connect(TestTown town, string phone) =>
        JtClient.Connect("127.0.0.1", town.Services.GetRequiredService<ILines>().EndPointOf(DeviceProtocols.Jt808)!.Port, phone, false, Cancel);

    private static Task<bool> Enter(TestTown town, string code, string phone, bool inService = false) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        await using var transaction = await db.BeginTransaction(Cancel);
        (await s.GetRequiredService<IDeviceBook>().Enter(
            new(code, "送餐车", "student-card", SmallTown.First) { InService = inService, Key = inService ? "the-key-of-the-maker-1" : null, Addresses = [new(DeviceProtocols.Jt808, phone)] }, Cancel)).Ok.ShouldBeTrue();
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return true;
    });
}
