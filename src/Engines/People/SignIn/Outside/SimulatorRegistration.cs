using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Text;

namespace Linli.People.SignIn.Outside;

/// <summary>The simulator as a provider; there is no other way to make one.</summary>
internal sealed class SimulatorRegistration(LinliDb db, DemoMode demo, ICitySimulator city, TimeProvider time) : ISimulatorRegistration
{
    public async Task Register(string code, Phrase name, string clientId, CancellationToken cancel)
    {
        if (!demo.IsDemo)
            return;
        var address = city.Address.OriginalString;
        db.Records<OutsideProvider>().Add(new()
        {
            Code = code, NameZh = name.Zh, NameEn = name.En, Kind = ProviderKind.Oidc, Authority = address, ClientId = clientId,
            Scopes = "openid profile phone", TrustsPhone = true, SharedDataUrl = address + "/shared", VerifyUrl = address + "/certificate", IsSimulator = true, At = Clock.Now(time),
        });
        await db.SaveChangesAsync(cancel);
    }
}
