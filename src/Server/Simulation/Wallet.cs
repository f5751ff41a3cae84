namespace Linli.Server.Simulation;

/// <summary>Wallets of the simulated, filled with cash at the desk, which reads the code they show (现金充值).</summary>
internal static class Wallet
{
    private const long Note = 50_00;

    /// <summary>Sees to it that there is money for something small.</summary>
    /// <returns>False where there is none and none was taken.</returns>
    public static async Task<bool> Fill(SimulatedDay day, Player who, CancellationToken cancel)
    {
        if (await day.Api.Get(who, "wallet", "/api/v1/ledger/me", cancel) is not { } wallet)
            return false;
        if (wallet.List("pockets").Any(p => p.Text("unit") == "fen" && p.Number("available") >= Note))
            return true;
        return (await day.Api.Get(who, "my code", "/api/v1/me/code", cancel))?.Text("token") is { Length: > 0 } code
            && await day.Api.Post(day.Of(day.Town.Desk), "take cash", "/api/v1/ledger/cash", new { number = code, fen = Note, idempotencyKey = $"sim-{code[^24..]}" }, cancel) is not null;
    }
}
