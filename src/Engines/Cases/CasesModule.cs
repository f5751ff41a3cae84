using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Channel;
using Linli.Cases.ClockWork;
using Linli.Cases.Desk;
using Linli.Cases.Dispatch;
using Linli.Cases.Export;
using Linli.Cases.Handle;
using Linli.Cases.Import;
using Linli.Cases.Loop;
using Linli.Cases.Mediate;
using Linli.Cases.Privacy;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Cases.Rules;
using Linli.Cases.Statistics;
using Linli.Cases.Supervise;
using Linli.Cases.Tell;
using Linli.Cases.Templates;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cases;

/// <summary>Cases (事项): the closed loop from a report to the resident's "yes, it is done".</summary>
public sealed class CasesModule : IModule
{
    /// <inheritdoc/>
    public string Name => "cases";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Tables(CasesModel.Map).Permissions(CasesPermissions.All).Demo<CasesDemo>(order: 30);

        module
            .UseCase<ReportCaseHandler>().UseCase<FindSimilarHandler>().UseCase<JoinCaseHandler>().UseCase<WithdrawCaseHandler>()
            .UseCase<AcceptCaseHandler>()
            .UseCase<DispatchCaseHandler>().UseCase<GrabCaseHandler>().UseCase<ReturnCaseHandler>().UseCase<TransferCaseHandler>()
            .UseCase<MoveLevelHandler>()
            .UseCase<StartCaseHandler>().UseCase<AddMessageHandler>().UseCase<AddEvidenceHandler>()
            .UseCase<AskCoHandlerHandler>().UseCase<FinishCoHandlingHandler>()
            .UseCase<AskExtensionHandler>().UseCase<DecideExtensionHandler>()
            .UseCase<PlanVisitHandler>().UseCase<RecordVisitHandler>()
            .UseCase<AnswerCaseHandler>().UseCase<ConfirmCaseHandler>().UseCase<ReopenCaseHandler>()
            .UseCase<SuperviseCaseHandler>().UseCase<MergeCaseHandler>().UseCase<HandOverCaseHandler>()
            .UseCase<AddPartyHandler>().UseCase<RecordAgreementHandler>().UseCase<FollowUpAgreementHandler>().UseCase<FailMediationHandler>()
            .UseCase<OpenMediationHandler>()
            .UseCase<SendMessageHandler>().UseCase<ReadChannelHandler>().UseCase<AcknowledgeMessageHandler>()
            .UseCase<ImportCasesHandler>()
            .UseCase<ListTemplatesHandler>().UseCase<SaveTemplateHandler>().UseCase<RetireTemplateHandler>()
            .UseCase<SaveCategoryHandler>().UseCase<SaveQuestionsHandler>().UseCase<ListClockRulesHandler>().UseCase<AddClockRuleHandler>()
            .UseCase<InboxHandler>().UseCase<InboxCountsHandler>().UseCase<MyCasesHandler>().UseCase<PublicCasesHandler>()
            .UseCase<OpenCaseHandler>().UseCase<ListCategoriesHandler>().UseCase<PublicCaseMapHandler>().UseCase<FindPublicCasesHandler>().UseCase<PublicUpdatesHandler>()
            .UseCase<RelayUpdateHandler>().UseCase<CasePointHandler>().UseCase<RevealContactHandler>()
            .UseCase<LogCallHandler>().UseCase<DispatchMapHandler>()
            .UseCase<CaseStatisticsHandler>().UseCase<ExportCasesHandler>();

        module.Routes(LogSuggest.Map).Routes(SimilarFragment.Map).Routes(QuestionStyles.Map).Pages(
            new(Workspace.Resident, "/around", ("身边事", "Around"), "map-pin", Access.Public, 200),
            new(Workspace.Resident, "/report", ("随手拍", "Report"), "camera", Access.SignedIn, 300),
            new(Workspace.Resident, "/my", ("我的事", "Mine"), "checklist", Access.SignedIn, 400),
            new(Workspace.Staff, "/desk", ("待办事项", "Inbox"), "inbox", CasesPermissions.Inbox, 10) { Below = "/desk/cases" },
            new(Workspace.Staff, "/desk/log", ("登记来电", "Log a call"), "phone-plus", CasesPermissions.Log, 20),
            new(Workspace.Staff, "/desk/street", ("巡查上报", "On the street"), "walk", CasesPermissions.Log, 30),
            new(Workspace.Staff, "/desk/dispatch", ("地图派单", "Dispatch map"), "map-pin-share", CasesPermissions.Dispatch, 40),
            new(Workspace.Staff, "/desk/channel", ("消息上下达", "Messages"), "messages", Access.SignedIn, 45),
            new(Workspace.Staff, "/desk/templates", ("常用答复", "Answer templates"), "message-2", CasesPermissions.Templates, 55),
            new(Workspace.Staff, "/desk/statistics", ("统计", "Statistics"), "chart-bar", CasesPermissions.Statistics, 50),
            new(Workspace.Property, "/property", ("物业工单", "Work orders"), "tool", CasesPermissions.Inbox, 10),
            new(Workspace.Property, "/property/log", ("登记来电", "Log a call"), "phone-plus", CasesPermissions.Log, 20),
            new(Workspace.Merchant, "/shop/cases", ("交办事项", "Items"), "inbox", CasesPermissions.Inbox, 20),
            new(Workspace.Merchant, "/shop/report", ("我要反映", "Report"), "camera", Access.SignedIn, 30),
            new(Workspace.Property, "/property/statistics", ("统计", "Statistics"), "chart-bar", CasesPermissions.Statistics, 50));

        foreach (var topic in TellTopics.All)
            module.Services.AddSingleton(topic);
        module
            .Publishes<CaseReported>("linli.case.reported")
            .Publishes<CaseMoved>("linli.case.moved")
            .Publishes<CaseClockRang>("linli.case.clock")
            .Publishes<MessageSent>("linli.channel.sent")
            .After<CaseMoved, TellOfMove>()
            .After<CaseClockRang, TellOfClock>()
            .Job<RingClocks>(TimeSpan.FromSeconds(30))
            .Job<CloseUnanswered>(TimeSpan.FromMinutes(10))
            .Demo<CategoryQuestionsDemo>(45)
            .Demo<AnswerTemplatesDemo>(46);

        module.Services
            .AddSingleton<CaseTypes>()
            .AddSingleton<Categories>()
            .AddSingleton<CaseClocks>()
            .AddScoped<CaseDesk>()
            .AddScoped<Routing>()
            .AddScoped<PlaceChoices>()
            .AddScoped<ReportEvidence>()
            .AddScoped<ReporterContact>()
            .AddScoped<Linli.Places.IGridHandOverPart, HandOverCases>()
            .AddScoped<HandlerChoice>()
            .AddScoped<StaffView>()
            .AddScoped<InboxFilter>()
            .AddScoped<CaseTimeline>()
            .AddScoped<CaseCounting>()
            .AddScoped<DeskLists>()
            .AddScoped<DeskActs>()
            .AddScoped<BulkActs>()
            .AddScoped<LogForm>()
            .AddScoped<TextIndex>()
            .AddScoped<SealedPapers>()
            .AddScoped<IPersonalData, CasesPersonalData>()
            .AddScoped<IFileGuard, CaseFileGuard>();
    }
}
