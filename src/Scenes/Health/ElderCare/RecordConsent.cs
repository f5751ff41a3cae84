using System.Text.Json.Serialization;
using Linli.Health.Clinics;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Health.ElderCare;

/// <summary>Who signed.</summary>
internal enum PaperSigner
{
    /// <summary>本人.</summary>
    Person,

    /// <summary>监护人.</summary>
    Guardian,

    /// <summary>受本人委托的家属.</summary>
    Family,
}

/// <summary>
/// Agreement to a plan was signed on paper (纸质同意), by whom has neither phone nor anybody who speaks for them there (R44): it begins as if
/// it had been agreed to on a phone, and ends as easily.
/// </summary>
/// <param name="SignedBy">Who signed.</param>
/// <param name="On">Local day on which they signed.</param>
/// <param name="File">Where the sheet lies, 2–40 characters, such as a file number; no names.</param>
internal sealed record RecordConsent(PaperSigner SignedBy, DateOnly On, string File) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Plan { get; init; }

    public string? AuditSubject => Plan.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!Enum.IsDefined(SignedBy))
            yield return Problem.Invalid("signedBy", "health.care_signed_by", "请选择谁签的字。", "Say who signed.");
        if (ClinicProblems.Line(File, 40).Length < 2)
            yield return Problem.Invalid("file", "health.care_file", "请填写纸质同意书的编号或存放处（2–40 个字）。", "Say where the sheet lies, or its number (2–40 characters).");
    }
}

internal sealed class RecordConsentHandler(PlanBook plans, TimeProvider time) : IHandler<RecordConsent, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care-plans/{id:guid}/paper", (Guid id, RecordConsent request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Plan = id }, cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder care").WithSummary("Agreement was signed on paper 纸质同意");

    public async Task<Result<Done>> Handle(RecordConsent request, CancellationToken cancel)
    {
        if (await plans.Find(request.Plan, cancel) is not { Person: { } person } plan)
            return CareWords.NoPlan;
        if (request.On > LocalTime.Today(time) || request.On < LocalTime.DateOf(plan.At))
            return Problem.Invalid("on", "health.care_signed_on", "签字日期应在拟定计划以后、不晚于今天。", "It was signed after the plan was proposed, and not later than today.");
        if (plan.State != PlanState.Proposed)
            return plan.State == PlanState.Ended ? CareWords.PlanOver : Problem.Conflict("health.care_agreed_already", "这份计划已经同意过了。", "This plan was agreed to already.");
        (plan.State, plan.AgreedBy, plan.AgreedAt) = (PlanState.Agreed, null, Clock.Now(time));
        plan.Paper = plans.Seal($"{Words(request.SignedBy).Zh} {request.On:yyyy-MM-dd} {ClinicProblems.Line(request.File, 40)}");
        await plans.Tell(person, "elder-care.paper", ("录入了一份纸质同意", "Agreement on paper was entered"), ("照护计划按纸质同意书开始。如果不是您或家属签的，请在这里终止。", "A plan of care begins by a signed sheet. If neither you nor your family signed it, end it here."), $"care-plan-paper-{plan.Id:N}", cancel);
        return Done.It;
    }

    /// <summary>Who signed, in words.</summary>
    public static Phrase Words(PaperSigner signer) => signer switch
    {
        PaperSigner.Person => ("本人签字", "signed by the person"),
        PaperSigner.Guardian => ("监护人签字", "signed by a guardian"),
        _ => ("委托家属签字", "signed by family on their behalf"),
    };
}
