namespace Linli.Web;

/// <summary>How much a button asks for attention; one primary button a form.</summary>
public enum ButtonKind
{
    /// <summary>The act the page is for.</summary>
    Primary,

    /// <summary>Another way.</summary>
    Plain,

    /// <summary>Something that is hard to take back.</summary>
    Danger,
}

internal static class ButtonKinds
{
    public static string Css(this ButtonKind kind) => kind switch
    {
        ButtonKind.Primary => "btn-primary weui-btn_primary",
        ButtonKind.Danger => "btn-danger weui-btn_warn",
        _ => "btn-plain weui-btn_default",
    };
}
