using System.Security.Cryptography;
using System.Text;
using Linli.Ledger.Payments;
using Linli.Ledger.Wallet;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Earning;

/// <summary>Gives points at the desk to whoever stands there, for an act of today that the giver saw (现场发放积分).</summary>
/// <param name="Event">The act.</param>
/// <param name="Number">Number of one of the person's wallets, or the code they show.</param>
/// <param name="Place">Where it happened; the rules of the place hold.</param>
/// <param name="Proof">Where the proof lies, where the rule asks for one.</param>
/// <param name="IdempotencyKey">Made by the client: sent again, it is the same act.</param>
public sealed record GivePointsHere(string Event, string Number, ScopePath Place, string? Proof = null, string? IdempotencyKey = null) : ICommand<Earned>, IValidated, IAudited, IRepeatable
{
    string? IAudited.AuditSubject => Event;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Number is not { Length: > 0 and <= 500 })
            yield return WalletFinder.NotFound with { Kind = ProblemKind.Invalid, Field = "number" };
        if (Event is not { Length: > 0 and <= 40 })
            yield return Problem.Invalid("event", "ledger.no_rule", "请选择一条积分规则。", "Choose a rule.");
    }
}

internal sealed class GivePointsHereHandler(PersonPointer pointer, IHandler<GivePoints, Earned> give, CurrentCaller current, TimeProvider time) : IHandler<GivePointsHere, Earned>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/earnings/here", (GivePointsHere request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Grant).WithTags("Ledger").WithSummary("Give points to whoever stands at the desk 现场发放积分");

    public async Task<Result<Earned>> Handle(GivePointsHere request, CancellationToken cancel)
    {
        var person = await pointer.Find(request.Number, current.Value.ScopesFor(LedgerPermissions.Grant), cancel);
        if (!person.Ok)
            return person.As<Earned>();

        // One act of one form: sent again it is the same, the next form is another.
        var own = request.IdempotencyKey ?? Guid.CreateVersion7(Clock.Now(time)).ToString("D");
        var key = own.Length <= 90 ? $"desk-{own}" : $"desk-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(own)))}";
        return await give.Handle(new(request.Event, key, person.Value, request.Place, LocalTime.Today(time), request.Proof), cancel);
    }
}
