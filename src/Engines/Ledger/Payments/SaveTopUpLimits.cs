using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Payments;

/// <summary>Sets how much may be paid into wallets of a place (充值限额); earlier limits stay as they were.</summary>
/// <param name="Place">Which place, and everything in it.</param>
/// <param name="From">First local day; today or later.</param>
/// <param name="Least">Least at once, in fen.</param>
/// <param name="Most">Most at once, in fen.</param>
/// <param name="MostADay">Most a day, in fen.</param>
/// <param name="MostInWallet">Most that a wallet may hold, in fen.</param>
/// <param name="Source">The law or decision it comes from, 2 to 200 characters.</param>
public sealed record SaveTopUpLimits(ScopePath Place, DateOnly From, long Least, long Most, long MostADay, long MostInWallet, string Source) : ICommand<Done>, IValidated, IAudited
{
    string? IAudited.AuditSubject => Place.Value;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Least < 1)
            yield return Problem.Invalid("least", "ledger.limit_least", "最低金额至少 0.01 元。", "The least is one fen or more.");
        if (Most < Least || MostADay < Most || MostInWallet < Most || MostADay > Postings.TransferRules.Largest || MostInWallet > Postings.TransferRules.Largest)
            yield return Problem.Invalid("most", "ledger.limit_order", "应为：最低 ≤ 单次 ≤ 每日，单次 ≤ 钱包上限。", "It should be: least ≤ at once ≤ a day, and at once ≤ what a wallet holds.");
        if (!PlainText.TryCleanLine(Source, 200, out var source) || source.Length < 2)
            yield return Problem.Invalid("source", "ledger.limit_source", "请写明依据（2–200 个字）。", "Say what it comes from, 2 to 200 characters.");
    }
}

internal sealed class SaveTopUpLimitsHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<SaveTopUpLimits, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/top-up-limits", (SaveTopUpLimits request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Rules).WithTags("Payments").WithSummary("Set how much may be paid into wallets 充值限额");

    public Task<Result<Done>> Handle(SaveTopUpLimits request, CancellationToken cancel)
    {
        if (tree.Find(request.Place) is null || !current.Value.May(LedgerPermissions.Rules, request.Place))
            return Task.FromResult<Result<Done>>(LedgerProblems.NotYourPlace);
        if (request.From < LocalTime.Today(time))
            return Task.FromResult<Result<Done>>(Problem.Invalid("from", "ledger.limit_from", "生效日期从今天起。", "It begins today or later."));
        PlainText.TryCleanLine(request.Source, int.MaxValue, out var source);
        var now = Clock.Now(time);
        db.Insert(new TopUpLimit
        {
            Id = Guid.CreateVersion7(now), Scope = request.Place.Value, From = request.From, Least = request.Least, Most = request.Most, MostADay = request.MostADay,
            MostInWallet = request.MostInWallet, Source = source, At = now, By = current.Value.Account,
        });
        return Task.FromResult<Result<Done>>(Done.It);
    }
}
